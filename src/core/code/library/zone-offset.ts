import { Misfit } from '../../values/misfit.ts';
import { dayNumber } from '../../values/time-text.ts';

/** A zone's clock, and its offsets on days on which it keeps one: no zone changes twice within a day of UTC. */
type Clock = { format: Intl.DateTimeFormat; days: Map<number, number> };

const clocks = new Map<string, Clock>();
const MOST_ZONES = 100;
const MOST_KEPT = 5000;
/** What a JS date can be: the zone's rules are asked for no later year. */
const MOST_DAYS = 100_000_000;
const DAY = 86_400;

/**
 * Seconds that clocks of a zone are ahead of UTC at a moment, by the rules that the time zone database has for it.
 * Throws Misfit for a zone that there is not.
 */
export function offsetAt({ day, micros }: { day: number; micros: number }, zone: string): number {
  if (Math.abs(day) >= MOST_DAYS) throw new Misfit('no zone has rules for that year');
  const clock = clockOf(zone);
  const known = clock.days.get(day);
  if (known !== undefined) return known;
  const first = ask(clock, day * DAY);
  // Clocks change on whole seconds, so the second that it lies in is fine enough to ask by.
  if (first !== ask(clock, (day + 1) * DAY)) return ask(clock, day * DAY + Math.floor(micros / 1_000_000));
  if (clock.days.size >= MOST_KEPT) clock.days.clear();
  clock.days.set(day, first);
  return first;
}

function ask({ format }: Clock, second: number): number {
  const shown = new Map(format.formatToParts(second * 1000).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(shown.get(name));
  const year = shown.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local =
    dayNumber(year, part('month'), part('day')) * DAY +
    part('hour') * 3600 +
    part('minute') * 60 +
    part('second');
  return local - second;
}

function clockOf(zone: string): Clock {
  const known = clocks.get(zone);
  if (known) return known;
  if (clocks.size >= MOST_ZONES) clocks.clear();
  const made = { format: makeClock(zone), days: new Map<number, number>() };
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
