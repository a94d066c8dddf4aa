import type { Row } from '#core/values/value.ts';

/** A record in few words, by the fields that find it, else by its first ones. */
export function rowTitle(row: Readonly<Row>, key: readonly string[]): string {
  const own = key.filter((name) => Object.hasOwn(row, name));
  const names = own.length > 0 ? own : Object.keys(row).slice(0, 2);
  const title = names.map((name) => `${name} ${short(row[name] ?? null)}`).join(', ');
  return title || 'record';
}

function short(value: string | null): string {
  if (value === null) return 'null';
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
