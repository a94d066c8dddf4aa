import { InvalidArgumentError } from 'commander';
import { parseMoment } from './parse-moment.ts';

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment to come on the command line: so long from now (`15m`, `2h`, `3d`) or a date. Returns ISO 8601 in UTC. */
export function parseAhead(text: string): string {
  const from = text.match(/^(\d+)([smhd])$/);
  const moment = from
    ? new Date(Date.now() + Number(from[1]) * (units[from[2] ?? ''] ?? 0)).toISOString()
    : parseMoment(text);
  if (Date.parse(moment) <= Date.now()) throw new InvalidArgumentError('Give a moment that is to come.');
  return moment;
}
