import { InvalidArgumentError } from 'commander';

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A moment on the command line: so long ago (`15m`, `2h`, `3d`) or a date, with or without a time, in
 * local time unless it names a zone. Returns ISO 8601 in UTC.
 */
export function parseMoment(text: string): string {
  const ago = text.match(/^(\d+)([smhd])$/);
  if (ago) return new Date(Date.now() - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0)).toISOString();
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00`) : new Date(text);
  if (Number.isNaN(moment.getTime())) {
    throw new InvalidArgumentError('Write 15m, 2h, 3d, 2026-03-01 or 2026-03-01T14:30.');
  }
  const iso = moment.toISOString();
  const digits = /:\d\d\.(\d{4,6})/.exec(text)?.[1];
  return digits ? `${iso.slice(0, 20)}${digits}Z` : iso;
}
