import type { NeutralType } from './neutral-type.ts';
import { isNumberType } from './number-cast-kind.ts';

/** What to do where there is no cast between two types, in a sentence. */
export function refusalHint(from: NeutralType, to: NeutralType): string {
  if (from.kind === 'json') return 'Take a value out of the document with a step (path).';
  if (to.kind === 'json') return 'Put the value into a document with a step (nest).';
  if (from.kind === 'array') return 'Make one text of the list with a step (join).';
  if (to.kind === 'array') return 'Make a list of a text with a step (split).';
  if (from.kind === 'enum' || to.kind === 'enum') return 'Give the values of both sides in a table (lookup).';
  if (from.kind === 'boolean' || to.kind === 'boolean')
    return 'Give a value for true and one for false in a table (lookup).';
  if (isDated(from) && (isNumberType(to) || isDated(to)))
    return 'Write the date as the other side has it with a step (format-date).';
  if (isDated(to) && isNumberType(from)) return 'Read the date out of the number with a step (read-date).';
  return 'Pair it with a field of a type like its own, or go by way of a text.';
}

function isDated({ kind }: NeutralType): boolean {
  return (
    kind === 'date' ||
    kind === 'time' ||
    kind === 'timestamp' ||
    kind === 'timestamptz' ||
    kind === 'interval'
  );
}
