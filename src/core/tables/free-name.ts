import type { TableDialect } from '../ports/table-maker.ts';

/** A name that is free among `taken` and not too long for the system: cut and numbered where it must be. */
export function freeName(
  name: string,
  taken: Iterable<string>,
  { nameLimit, foldsNames }: Pick<TableDialect, 'nameLimit' | 'foldsNames'>,
): string {
  const fold = (text: string) => (foldsNames ? text.toLowerCase() : text);
  const used = new Set([...taken].map(fold));
  for (let count = 1; ; count++) {
    const tail = count === 1 ? '' : `_${count}`;
    const tried = cut(name, nameLimit, tail.length) + tail;
    if (!used.has(fold(tried))) return tried;
  }
}

function cut(name: string, { unit, max }: TableDialect['nameLimit'], reserved: number): string {
  const size = (text: string) => (unit === 'bytes' ? new TextEncoder().encode(text).length : text.length);
  let characters = [...name];
  while (characters.length > 1 && size(characters.join('')) > max - reserved) {
    characters = characters.slice(0, -1);
  }
  return characters.join('');
}
