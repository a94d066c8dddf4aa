import { SyncError } from '../errors/sync-error.ts';
import { isBlankPadded, withoutPadding } from './blank-padded.ts';
import { type CastKind, type TextCast, textCast } from './cast-table.ts';
import { describeType } from './describe-type.ts';
import { Misfit } from './misfit.ts';
import type { Field } from './stream-schema.ts';
import type { Value } from './value.ts';

/** A cast from one field to another, compiled once per field pair and direction. */
export type Cast = {
  kind: CastKind;
  /** Null stays null. Throws SyncError `CAST_FAILED` for a value that does not fit. */
  convert(value: Value): Value;
};

/** Compiles the cast of values of `from` into `to`. Throws SyncError `CAST_REFUSED` where there is none. */
export function compileCast(from: Field, to: Field): Cast {
  const cast = fieldCast(from, to);
  if ('refused' in cast) {
    throw new SyncError('CAST_REFUSED', `${from.name} cannot go to ${to.name}: ${cast.refused}`);
  }
  if (cast.kind === 'identity') return { kind: 'identity', convert: (value) => value };
  return {
    kind: cast.kind,
    convert: (value) => {
      if (value === null) return null;
      try {
        return cast.convert(value);
      } catch (error) {
        throw error instanceof Misfit ? failure(from, to, value, error) : error;
      }
    },
  };
}

/** The cast between two fields, over texts; it also drops the padding of `character(n)` on the way. */
export function fieldCast(from: Field, to: Field): TextCast | { refused: string } {
  const cast = textCast(from.type, to.type);
  if ('refused' in cast || !isBlankPadded(from) || isBlankPadded(to)) return cast;
  const kind = cast.kind === 'identity' ? 'exact' : cast.kind;
  return { kind, convert: (text) => cast.convert(withoutPadding(text)) };
}

function failure(from: Field, to: Field, value: string, misfit: Misfit): SyncError {
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return new SyncError(
    'CAST_FAILED',
    `"${shown}" in ${from.name} does not fit ${to.name} (${describeType(to.type)}): ${misfit.message}.`,
    { detail: `${from.name} → ${to.name}`, at: { field: to.name, constraint: null }, cause: misfit },
  );
}
