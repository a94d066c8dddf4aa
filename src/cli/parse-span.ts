import { InvalidArgumentError } from 'commander';

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A length of time on the command line, e.g. `30s`, `15m`, `2h`, `3d`. Returns seconds. */
export function parseSpan(text: string): number {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text);
  if (!match) throw new InvalidArgumentError('Write 30s, 15m, 2h or 3d.');
  return Number(match[1]) * (units[match[2] ?? ''] ?? 0);
}
