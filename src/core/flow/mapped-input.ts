import { otherSide, type Side } from '../change/change-event.ts';
import { fieldsNamed, joinedField, partsOf } from '../transform/joined-fields.ts';
import { textType } from '../transform/step.ts';
import { stepChain } from '../transform/step-chain.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Lane, LaneField } from './lane.ts';

type Ends = Pick<Lane, 'left' | 'right'>;
type Pair = Pick<LaneField, 'left' | 'right' | 'parts' | 'transform'>;

/**
 * The fields of the records that come out of a mapping: of the types that the written side has for them, but empty
 * where what the pair reads may be.
 */
export function mappedInput(lane: Ends, pairs: readonly Pair[], to: Side): Field[] {
  const fields = pairs.flatMap((pair) => {
    const sources = partsOf(pair, otherSide(to)).map((name) => fieldOf(lane, otherSide(to), name));
    const full = !pair.parts && !pair.transform && sources.every((field) => field && !field.nullable);
    return partsOf(pair, to).flatMap((name): Field[] => {
      const field = fieldOf(lane, to, name);
      return field ? [{ ...field, nullable: !full }] : [];
    });
  });
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/**
 * The side that a mapping writes to as it sees it where code stands behind: nothing there is required of it, and
 * where the code makes fields of its own (`more`), it may make others for it, of the types that come of the pairs.
 */
export function openTarget(lane: Ends, named: readonly Pair[], to: Side, more: boolean): Ends[Side] {
  const end = lane[to];
  const open = end.stream.fields.map((field) => ({ ...field, nullable: true, readOnly: false }));
  if (!more) return { ...end, stream: { ...end.stream, fields: open } };
  const made = named.flatMap((pair) => {
    const names = partsOf(pair, to).filter((name) => !fieldOf(lane, to, name));
    const type = names.length > 0 ? typeOf(lane, pair, to) : null;
    return type ? names.map((name) => madeFor(name, partsOf(pair, to).length > 1 ? textType : type)) : [];
  });
  const known = new Map([...open, ...made].map((field) => [field.name, field]));
  return { ...end, stream: { ...end.stream, fields: [...known.values()] } };
}

/** The type of what a pair comes to; null where that is not known. */
function typeOf(lane: Ends, pair: Pair, to: Side): NeutralType | null {
  const from = otherSide(to);
  const names = partsOf(pair, from);
  if (names.some((name) => !fieldOf(lane, from, name))) return null;
  const fields = fieldsNamed(lane[from].stream, names);
  const source = joinedField(fields, pair[from]);
  const steps = to === 'right' ? pair.transform?.forward : pair.transform?.backward;
  try {
    return stepChain(steps ?? [], source.type, fields, false).gives;
  } catch (error) {
    if (error instanceof StepRefusal) return source.type;
    throw error;
  }
}

function madeFor(name: string, type: NeutralType): Field {
  const nativeType = type.kind;
  return { name, nativeType, type, nullable: true, hasDefault: false, readOnly: false, comment: null };
}

function fieldOf(lane: Ends, side: Side, name: string): Field | undefined {
  return lane[side].stream.fields.find((field) => field.name === name);
}
