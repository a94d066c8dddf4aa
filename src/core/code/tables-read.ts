import { tokens } from './scan-tokens.ts';

/**
 * Names of the look-up tables that a source reads, each once: `tables.country`, `tables?.country` and
 * `tables['country']`. What it names only as it runs (`tables[name]`) cannot be told; where the source
 * has a `tables` of its own, as a parameter, say, that is taken for the flow's.
 */
export function tablesRead(source: string): string[] {
  const list = [...tokens(source)];
  const names = new Set<string>();
  list.forEach((token, index) => {
    if (token.kind !== 'word' || token.text !== 'tables' || list[index - 1]?.text === '.') return;
    let at = index + 1;
    if (list[at]?.text === '?') at++;
    const dotted = list[at]?.kind === 'mark' && list[at]?.text === '.';
    if (dotted) at++;
    const bracket = list[at]?.kind === 'mark' && list[at]?.text === '[';
    const named = bracket ? list[at + 1] : dotted ? list[at] : undefined;
    if (named && named.kind === (bracket ? 'string' : 'word')) names.add(named.text);
  });
  return [...names];
}
