import type { NeutralType } from '#core/values/neutral-type.ts';
import { leftOut, textOf } from '../wire-text.ts';
import { printJson } from './print-json.ts';
import { readerOf } from './read-value.ts';
import { sameList } from './same-list.ts';

/** Texts that say something which printing anew would not: what is no finite number, or has more digits than one keeps. */
const rare = /NaN|Infinity|[\d.]{16}|\d[eE]/;

/** The piece of a field of the record that holds this very value; null where none does, or printing says it as well. */
export type Twin = (value: unknown, pieces: readonly string[], at: number) => string | null;

/**
 * Finds where a value was carried from, so that what came in may go out under another name as it was spelled.
 * Where several hold it in other spellings it is the field's own, else nobody knows which.
 * @param offsets the record's fields of this type (of floats, those of both sizes), `own` the one of the same name, or -1
 */
export function twinOf(type: NeutralType, offsets: readonly number[], own: number): Twin {
  const isSame = sameAs(type);
  return (value, pieces, at) => {
    if (typeof value === 'number' && Number.isFinite(value)) return null;
    let found: string | null = null;
    for (const offset of offsets) {
      const piece = pieces[at + offset] as string;
      if (piece === '' || piece === leftOut || !rare.test(piece)) continue;
      if (!isSame(value, textOf(piece))) continue;
      if (offset === own) return piece;
      if (found !== null && found !== piece) return null;
      found = piece;
    }
    return found;
  };
}

function sameAs(type: NeutralType): (value: unknown, text: string) => boolean {
  if (type.kind === 'json') return (value, text) => jsonOf(value) === printJson(JSON.parse(text));
  const read = readerOf(type);
  if (type.kind === 'array') return (value, text) => Array.isArray(value) && sameList(value, read(text));
  return (value, text) => Object.is(value, read(text));
}

/** Undefined for what JSON cannot hold: the writer says so. */
function jsonOf(value: unknown): string | undefined {
  try {
    return printJson(value);
  } catch {
    return undefined;
  }
}
