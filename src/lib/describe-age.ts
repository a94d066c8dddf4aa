const units: [limit: number, size: number, name: string][] = [
  [60_000, 1_000, 's'],
  [3_600_000, 60_000, 'min'],
  [86_400_000, 3_600_000, 'h'],
  [30 * 86_400_000, 86_400_000, 'd'],
  [365 * 86_400_000, 30 * 86_400_000, 'mo'],
];

/** An age in milliseconds as people say it: `now`, `12 s ago`, `in 3 min`, `5 d ago`. */
export function describeAge(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 2_000) return 'now';
  const unit = units.find(([limit]) => size < limit) ?? ([0, 365 * 86_400_000, 'y'] as const);
  const count = `${Math.floor(size / unit[1])} ${unit[2]}`;
  return milliseconds < 0 ? `in ${count}` : `${count} ago`;
}
