import { Misfit } from '../../values/misfit.ts';
import { dayNumber } from '../../values/time-text.ts';

const clocks = new Map<string, Intl.DateTimeFormat>();
const MOST_KEPT = 100;
/** What a JS date can be: the zone's rules are asked for no later year. */
const MOST_DAYS = 100_000_000;

/**
 * Seconds that clocks of a zone are ahead of UTC at a moment, by the rules that the time zone database has for it.
 * Throws Misfit for a zone that there is not.
 */
export function offsetAt({ day, micros }: { day: number; micros: number }, zone: string): number {
  if (Math.abs(day) >= MOST_DAYS) throw new Misfit('no zone has rules for that year');
  // Clocks change on whole seconds, so a date in milliseconds is fine enough to ask by.
  const second = day * 86_400 + Math.floor(micros / 1_000_000);
  const shown = new Map(
    clockOf(zone)
      .formatToParts(second * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(shown.get(name));
  const year = shown.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local =
    dayNumber(year, part('month'), part('day')) * 86_400 +
    part('hour') * 3600 +
    part('minute') * 60 +
    part('second');
  return local - second;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  if (clocks.size >= MOST_KEPT) clocks.clear();
  const made = makeClock(zone);
  clocks.set(zone, made);
  return made;
}

function makeClock(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) throw new Misfit(`there is no time zone "${zone}"`);
    throw error;
  }
}
