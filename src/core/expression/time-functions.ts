import { Misfit } from '../values/misfit.ts';

const form = /^(\d{4,7})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}):(\d{2}))?/;

/** Functions over dates and times, which are texts such as `2026-11-26 09:30:00`; texts of one kind compare in time's order. */
export const timeFunctions: Record<string, (...given: never[]) => unknown> = {
  'year(string): int': part(1),
  'month(string): int': part(2),
  'day(string): int': part(3),
  'hour(string): int': part(4),
  'minute(string): int': part(5),
  'date(string): string': (text: string) => read(text).slice(1, 4).join('-'),
};

function part(index: number): (text: string) => bigint {
  return (text) => {
    const found = read(text)[index];
    if (found === undefined) throw new Misfit('it has no time of day');
    return BigInt(found);
  };
}

function read(text: string): RegExpExecArray {
  const match = form.exec(text);
  if (!match || text.endsWith(' BC')) throw new Misfit('it is not a date after the year 0');
  return match;
}
