import type { Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { Lane } from '../flow/lane.ts';
import type { PairConversion } from '../transform/pair-conversion.ts';
import { type Cast, compileCast } from '../values/cast.ts';
import { Misfit } from '../values/misfit.ts';
import { normalText } from '../values/same-value.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Image, Row, Value } from '../values/value.ts';
import { inMatchForm, type MatchForm } from './match-form.ts';

/** A pair of fields by which records find each other. */
export type MatchPair = {
  left: string;
  right: string;
  form?: Exclude<MatchForm, 'exact'>;
  /** What its steps make of a value for either side; absent where values are cast alone. */
  steps?: PairConversion;
};

/** How records of two streams find each other. */
export type Matching = {
  fields: Record<Side, string[]>;
  /** Every pair is compared as it is: a system finds the rows by itself. */
  exact: boolean;
  /**
   * The name under which a row's counterpart is found: the same text on both sides. Null for a row that
   * finds none, since a value is missing, empty in its form, or does not fit the other side.
   */
  nameOf(side: Side, row: Image): string | null;
  /** The values of an exact matching to be looked for on the other side; null where one does not fit there. */
  toOther(side: Side, row: Image): Row | null;
};

type CompiledPair = {
  names: Record<Side, string>;
  /** Null where they are not compared as they are. */
  to: Record<Side, Pick<Cast, 'convert'>> | null;
  text: Record<Side, (value: string) => Value>;
};

/** Compiles the pairs by which records meet. @throws SyncError `FIELD_MISSING`, `CAST_REFUSED`. */
export function compileMatching(lane: Pick<Lane, Side>, by: readonly MatchPair[]): Matching {
  const pairs = by.map((pair) => compilePair(lane, pair));
  return {
    fields: { left: by.map(({ left }) => left), right: by.map(({ right }) => right) },
    exact: pairs.every(({ to }) => to !== null),
    nameOf(side, row) {
      const texts: string[] = [];
      for (const { names, text } of pairs) {
        const value = row[names[side]] ?? null;
        const compared = value === null ? null : fitting(() => text[side](value));
        if (compared === null) return null;
        texts.push(compared);
      }
      return JSON.stringify(texts);
    },
    toOther(side, row) {
      const other = side === 'left' ? 'right' : 'left';
      const values: Row = {};
      for (const { names, to } of pairs) {
        const value = fitting(() => to?.[other].convert(row[names[side]] ?? null) ?? null);
        if (value === null) return null;
        values[names[other]] = value;
      }
      return values;
    },
  };
}

function compilePair(lane: Pick<Lane, Side>, { left, right, form, steps }: MatchPair): CompiledPair {
  const fields = { left: fieldOf(lane, 'left', left), right: fieldOf(lane, 'right', right) };
  const names = { left, right };
  if (form) {
    const text = (side: Side) => {
      const shown = compileCast(fields[side], { ...fields[side], type: { kind: 'text' } });
      return (value: string) => inMatchForm(form, shown.convert(value) ?? '');
    };
    return { names, to: null, text: { left: text('left'), right: text('right') } };
  }
  const to = {
    left: steps?.left ? { convert: steps.left } : compileCast(fields.right, fields.left),
    right: steps?.right ? { convert: steps.right } : compileCast(fields.left, fields.right),
  };
  const normal = normalText(fields.right);
  return { names, to, text: { left: (value) => normal(to.right.convert(value)), right: normal } };
}

/** What the function gives; null for a value that does not fit the other side. */
function fitting(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof Misfit || (error instanceof SyncError && error.code === 'CAST_FAILED')) return null;
    throw error;
  }
}

function fieldOf(lane: Pick<Lane, Side>, side: Side, name: string): Field {
  const field = lane[side].stream.fields.find((each) => each.name === name);
  if (!field) throw new SyncError('FIELD_MISSING', `${lane[side].stream.name} has no field ${name}.`);
  return field;
}
