const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const both = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const DAY = 86_400_000;

/** A time in local time, as short as the range allows. @param length of the range, milliseconds. */
export function timeLabel(at: number, length: number): string {
  if (length <= DAY) return clock.format(at);
  const midnight = new Date(at);
  return midnight.getHours() === 0 && midnight.getMinutes() === 0 ? day.format(at) : both.format(at);
}
