import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { Misfit } from '../values/misfit.ts';
import type { Value } from '../values/value.ts';

/** Why a value did not get through the steps of a pair to a side, as the error of its record. */
export function stepFailure(
  pair: { left: string; right: string },
  to: Side,
  value: Value,
  misfit: Misfit,
): SyncError {
  const [from, target] = [pair[otherSide(to)], pair[to]];
  const shown = value !== null && value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return new SyncError(
    'CAST_FAILED',
    `${shown === null ? 'null' : `"${shown}"`} in ${from} does not go to ${target}: ${misfit.message}.`,
    { detail: `${from} → ${target}`, at: { field: target, constraint: null }, cause: misfit },
  );
}
