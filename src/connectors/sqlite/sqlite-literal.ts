import { floatText } from '#core/values/float-text.ts';

/** A value as SQLite holds it: its storage class is its type here. */
export type Raw = null | bigint | number | string | Uint8Array;

/** A value as a literal of SQL, exactly: `5`, `5.0`, `'it''s'`, `x'0a'`. */
export function sqlLiteral(raw: Exclude<Raw, null>): string {
  if (typeof raw === 'bigint') return String(raw);
  if (typeof raw === 'string') return `'${raw.replaceAll("'", "''")}'`;
  if (typeof raw !== 'number') return `x'${Buffer.from(raw).toString('hex')}'`;
  if (!Number.isFinite(raw)) return raw > 0 ? '9e999' : '-9e999';
  const text = floatText(String(raw), 64);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The inverse of `sqlLiteral`; null for a text that it does not give. */
export function parseSqlLiteral(text: string): Exclude<Raw, null> | null {
  if (/^-?\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  if (/^x'(?:[0-9a-f]{2})*'$/.test(text)) return new Uint8Array(Buffer.from(text.slice(2, -1), 'hex'));
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : null;
}
