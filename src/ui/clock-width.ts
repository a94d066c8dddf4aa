/** The width of a column of exact times, in pixels, as `ClockTime` shows them: those of today are short. Milliseconds. */
export function clockWidth(times: readonly number[]): string {
  const now = new Date();
  const days = times.map((at) => new Date(at));
  if (days.every((day) => day.toDateString() === now.toDateString())) return '92px';
  return days.every((day) => day.getFullYear() === now.getFullYear()) ? '136px' : '164px';
}
