import type { DriftOption } from '#core/drift/proposal.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CreateOption } from './derive-field.ts';

/** An option that can be taken up here. Throws `INPUT_INVALID` for none, and for what is to be run on the system itself. */
export function takenOption(option: DriftOption | undefined): Exclude<DriftOption, { kind: 'sql' }> {
  if (!option) throw new SyncError('INPUT_INVALID', 'The proposal has no such option.');
  if (option.kind !== 'sql') return option;
  throw new SyncError('INPUT_INVALID', `Run this on ${option.connection} yourself: ${option.sql}`);
}

/** An option that makes a field. Throws `INPUT_INVALID` for another one. */
export function createOption(option: DriftOption | undefined): CreateOption {
  const taken = takenOption(option);
  if (taken.kind === 'create') return taken;
  throw new SyncError('INPUT_INVALID', 'The option makes no field, so there are no statements to show.');
}
