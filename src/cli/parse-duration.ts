import { InvalidArgumentError } from 'commander';

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A time that something took, on the command line, e.g. `250ms`, `1.5s`, `2m`. Returns milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const value = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? 0);
  if (!match || value === 0) throw new InvalidArgumentError('Write 250ms, 1.5s or 2m.');
  return value;
}
