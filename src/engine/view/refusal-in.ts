import type { SyncError } from '#core/errors/sync-error.ts';
import type { Image } from '#core/values/value.ts';
import { failureOf, isFailed } from './failed-value.ts';
import { VIEW_STATE } from './view-state.ts';

/** Why code could not make this row; null for every other one. */
export function refusalIn(row: Image): SyncError | null {
  const state = row[VIEW_STATE];
  return isFailed(state) ? failureOf(state) : null;
}
