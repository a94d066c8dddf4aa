'use client';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });
const year = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** An exact time as short as it can be said: `09:42:11` today, `21 Nov, 09:42:11` this year. Milliseconds. */
export function ClockTime({ at, className }: { at: number | Date; className?: string }) {
  const time = new Date(at);
  const now = new Date();
  const format =
    time.toDateString() === now.toDateString()
      ? clock
      : time.getFullYear() === now.getFullYear()
        ? dayAndClock
        : year;
  return (
    <time
      dateTime={time.toISOString()}
      title={whole.format(time)}
      className={className}
      suppressHydrationWarning
    >
      {format.format(time)}
    </time>
  );
}
