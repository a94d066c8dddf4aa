import type { FailedAt } from '#core/errors/failed-at.ts';

const key = /for key '(?:[^']*\.)?([^'.]+)'$/;
const constraint = /CONSTRAINT [`']([^`']+)[`']/i;
const valueColumn = /for column (?:`[^`]*`\.)*[`']([^`']+)[`'] at row \d+$/;
const column = /[Cc]olumn (?:`[^`]*`\.)*[`']([^`']+)[`']/;

/**
 * Where the server's message has the name of what refused a row, by its error number: the protocol has
 * no field of its own for it. Values come before the name, so a value that looks like one is passed over.
 */
const byNumber: Record<number, { field?: RegExp; constraint?: RegExp }> = {
  1048: { field: column },
  1364: { field: /Field '([^']+)' doesn't have a default value$/ },
  1263: { field: column },
  1062: { constraint: key },
  1169: { constraint: key },
  1586: { constraint: key },
  1216: { constraint },
  1217: { constraint },
  1451: { constraint },
  1452: { constraint },
  3819: { constraint: /^Check constraint '([^']+)' is violated/ },
  4025: { constraint },
  1264: { field: valueColumn },
  1265: { field: valueColumn },
  1292: { field: valueColumn },
  1366: { field: valueColumn },
  1406: { field: valueColumn },
};

/** What refused, as far as the server's message says it; null where it names nothing. */
export function failedAt(error: { errno?: number; sqlMessage?: string }): FailedAt | null {
  const patterns = byNumber[error.errno ?? 0];
  const said = error.sqlMessage;
  if (!patterns || !said) return null;
  const find = (pattern: RegExp | undefined) => (pattern ? (pattern.exec(said)?.[1] ?? null) : null);
  return { field: find(patterns.field), constraint: find(patterns.constraint) };
}
