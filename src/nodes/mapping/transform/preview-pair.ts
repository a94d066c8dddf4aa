import { otherSide, type Side } from '#core/change/change-event.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import { gatherFields, joinedName } from '#core/transform/joined-fields.ts';
import { type PairConversion, pairConversion } from '#core/transform/pair-conversion.ts';
import { StepRefusal } from '#core/transform/step-refusal.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { MappingSides } from '../mapping-sides.ts';

/** What becomes of one value: there, and back again where the pair goes both ways. */
export type PreviewLine = {
  /** The values of the fields that it comes from. */
  from: Value;
  to: Outcome;
  /** Null where values do not go back. */
  back: Outcome | null;
  /** It came back as something else. */
  changed: boolean;
};

export type Outcome = { value: Value } | { misfit: string };

export type PairPreview =
  | { lines: readonly PreviewLine[]; from: Side }
  /** The steps cannot be taken, whatever the value; how to mend it, where that is known. */
  | { refused: string; remedy: string | null };

/** Puts the values of sample rows through the steps of a pair, there and back. */
export function previewPair(
  pair: Pick<FieldPair, 'left' | 'right' | 'also' | 'transform'>,
  direction: Direction,
  sides: MappingSides,
): PairPreview {
  const fields = { left: known(pair, sides, 'left'), right: known(pair, sides, 'right') };
  const from: Side = direction === 'backward' ? 'right' : 'left';
  const to = otherSide(from);
  const named = (side: Side) => ({
    fields: fields[side],
    name: joinedName(pairFields(pair, side), pair[otherSide(side)]),
  });
  let conversion: PairConversion;
  let gather: (row: Row) => Value;
  try {
    conversion = pairConversion(
      { left: named('left'), right: named('right') },
      pair.transform ?? {},
      direction,
    );
    gather = gathering(fields[from]);
  } catch (error) {
    if (error instanceof StepRefusal) return { refused: error.message, remedy: error.remedy };
    throw error;
  }
  const there = conversion[to];
  const back = writesTo(direction, from) ? conversion[from] : null;
  const values = [...new Set((sides[from].rows ?? []).map(gather))];
  const lines = values.map((value): PreviewLine => {
    const arrived = there ? outcome(() => there(value)) : { value: null };
    const returned = back && 'value' in arrived ? outcome(() => back(arrived.value)) : null;
    const changed = returned !== null && !('value' in returned && returned.value === value);
    return { from: value, to: arrived, back: returned, changed };
  });
  return { lines, from };
}

function known(pair: Pick<FieldPair, 'left' | 'right' | 'also'>, sides: MappingSides, side: Side): Field[] {
  return pairFields(pair, side).flatMap((name) => sides[side].fields.get(name) ?? []);
}

function gathering(fields: readonly Field[]): (row: Row) => Value {
  const [only] = fields;
  if (only && fields.length === 1) return (row) => row[only.name] ?? null;
  const gather = gatherFields(fields);
  return (row) => gather(fields.map(({ name }) => row[name] ?? null));
}

function outcome(convert: () => Value): Outcome {
  try {
    return { value: convert() };
  } catch (error) {
    if (error instanceof Misfit) return { misfit: error.message };
    throw error;
  }
}
