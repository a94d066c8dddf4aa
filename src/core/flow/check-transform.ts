import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import { fieldsNamed, joinedName, partsOf } from '../transform/joined-fields.ts';
import { type PairConversion, pairConversion } from '../transform/pair-conversion.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import { Misfit } from '../values/misfit.ts';
import { readsFrom, writesTo } from './direction.ts';
import type { Lane, LaneField } from './lane.ts';
import type { ProblemList, ProblemPlace } from './problem-list.ts';

type Pair = Omit<LaneField, 'rule'> & { place: ProblemPlace };

/** Checks a pair whose values go through steps, or that joins several fields of a side. */
export function checkTransform(lane: Lane, pair: Pair, problems: ProblemList): void {
  if (refuseWhole(lane, pair, problems)) return;
  const conversion = compiled(lane, pair, problems);
  if (!conversion) return;
  for (const to of ['right', 'left'] as const) {
    if (!writesTo(pair.direction, to)) continue;
    checkTargets(lane, pair, to, problems);
    if (partsOf(pair, otherSide(to)).length === 0) checkComputed(pair, conversion[to], to, problems);
  }
}

/** What a pair with steps, or with several fields, cannot be, whatever the steps are. */
function refuseWhole(lane: Lane, pair: Pair, problems: ProblemList): boolean {
  const refuse = (message: string, remedy: string) => {
    problems.error('TRANSFORM_INVALID', pair.place, message, remedy);
    return true;
  };
  if (pair.through) {
    return refuse(
      `${pair.left} and ${pair.right} are keys that links translate; no steps come between.`,
      'Remove the steps, or the link.',
    );
  }
  if (pair.key && pair.parts) {
    return refuse(
      `${pair.left} and ${pair.right} find the record, which several fields joined cannot.`,
      'Match by each field on its own.',
    );
  }
  for (const side of ['left', 'right'] as const) {
    const parts = partsOf(pair, side);
    if (new Set(parts).size < parts.length) {
      return refuse(`The pair names a field of the ${side} side twice.`, 'Name each field once.');
    }
    const { stream } = lane[side];
    if (parts.length < 2 || !readsFrom(pair.direction, side) || stream.beforeImage === 'full') continue;
    problems.error(
      'BEFORE_IMAGE_PARTIAL',
      pair.place,
      `The log of ${stream.name} holds no complete old rows, so a change of one of ${parts.join(', ')} does not tell the others.`,
      `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL).`,
    );
    return true;
  }
  return false;
}

function compiled(lane: Lane, pair: Pair, problems: ProblemList): PairConversion | null {
  try {
    return laneConversion(lane, pair);
  } catch (error) {
    if (!(error instanceof StepRefusal)) throw error;
    problems.error('TRANSFORM_INVALID', pair.place, error.message, error.remedy ?? undefined);
    return null;
  }
}

/**
 * The conversion of a lane's pair that has steps or several fields. What finds the record is converted both ways.
 * Throws StepRefusal, and SyncError `FIELD_MISSING` for a field that is not there.
 */
export function laneConversion(
  lane: Pick<Lane, 'left' | 'right'>,
  pair: Pick<LaneField, 'left' | 'right' | 'parts' | 'transform' | 'direction' | 'key'>,
): PairConversion {
  const end = (side: Side) => {
    const names = partsOf(pair, side);
    const missing = names.find((name) => !lane[side].stream.fields.some((field) => field.name === name));
    if (missing !== undefined) {
      throw new SyncError('FIELD_MISSING', `${lane[side].stream.name} has no field ${missing}.`);
    }
    return { fields: fieldsNamed(lane[side].stream, names), name: joinedName(names, pair[otherSide(side)]) };
  };
  const direction = pair.key ? 'both' : pair.direction;
  return pairConversion({ left: end('left'), right: end('right') }, pair.transform ?? {}, direction);
}

function checkTargets(lane: Lane, pair: Pair, to: Side, problems: ProblemList): void {
  for (const field of fieldsNamed(lane[to].stream, partsOf(pair, to))) {
    if (!field.readOnly) continue;
    problems.error(
      'FIELD_READ_ONLY',
      pair.place,
      `${lane[to].stream.name} does not let anybody write ${field.name}.`,
      `Let values flow only from ${field.name}, or remove the pair.`,
    );
  }
}

/** What is computed from nothing is the same for every record: it fits, or never does. */
function checkComputed(pair: Pair, convert: PairConversion[Side], to: Side, problems: ProblemList): void {
  try {
    convert?.('{}');
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    problems.error(
      'TRANSFORM_INVALID',
      pair.place,
      `What the steps give does not fit ${pair[to]}: ${error.message}.`,
      'Give a value that the field could hold.',
    );
  }
}
