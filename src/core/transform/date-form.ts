import { Misfit } from '../values/misfit.ts';
import { fitMoment, fitTime } from '../values/time-text.ts';
import { StepRefusal } from './step-refusal.ts';

export type DateKind = 'date' | 'time' | 'timestamp' | 'timestamptz';

type Part =
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'half'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'offset';
type Parts = Partial<Record<Part, string>>;

/** What a token stands for: its part, how it is read, and how the part's digits are written. */
type Token = { part: Part; pattern: string; write: (digits: string) => string };

const plain = (digits: string) => digits;
const short = (digits: string) => digits.replace(/^0(?=\d)/, '');
const token = (part: Part, pattern: string, write = plain): Token => ({ part, pattern, write });
const tokens: Record<string, Token> = {
  YYYY: token('year', '\\d{4}'),
  YY: token('year', '\\d{2}', (digits) => digits.slice(2)),
  MM: token('month', '\\d{2}'),
  M: token('month', '\\d{1,2}', short),
  DD: token('day', '\\d{2}'),
  D: token('day', '\\d{1,2}', short),
  HH: token('hour', '\\d{2}'),
  H: token('hour', '\\d{1,2}', short),
  hh: token('hour12', '\\d{2}'),
  h: token('hour12', '\\d{1,2}', short),
  A: token('half', '[AaPp][Mm]'),
  mm: token('minute', '\\d{2}'),
  ss: token('second', '\\d{2}'),
  ZZ: token('offset', 'Z|[+-]\\d{2}:?\\d{2}'),
};

/** A date format, compiled. Its functions throw Misfit. */
export type DateForm = {
  read: (text: string, kind: DateKind) => string;
  /** @param strict refuses a value with a part that the format has no place for. */
  write: (value: string, strict: boolean) => string;
  /** Parts without which a value of the kind cannot be read back; empty where it can. */
  lacks: (kind: DateKind) => string[];
};

type Piece = { text: string } | { token: Token };

const tokenOrText = /\[([^\]]*)\]|(YYYY|YY|MM|M|DD|D|HH|H|hh|h|A|mm|ss|S{1,6}|ZZ)|([\s\S])/gu;

/** Compiles a date format. Throws StepRefusal for one that no value could be read by. */
export function dateForm(format: string): DateForm {
  const pieces = [...format.matchAll(tokenOrText)].map(([, quoted, name, other]): Piece => {
    return name === undefined ? { text: quoted ?? other ?? '' } : { token: tokenOf(name) };
  });
  const used = pieces.flatMap((piece) => ('token' in piece ? [piece.token.part] : []));
  const twice = used.find((part, at) => used.indexOf(part) !== at);
  if (twice !== undefined)
    throw new StepRefusal(`The format ${format} names the ${twice} twice.`, 'Name each part once.');
  if (used.length === 0)
    throw new StepRefusal(
      `The format ${format} names no part of a date.`,
      'Use tokens such as YYYY, MM, DD.',
    );
  const century = !format.includes('YYYY');
  const pattern = new RegExp(
    `^${pieces.map((piece) => ('text' in piece ? escaped(piece.text) : `(${piece.token.pattern})`)).join('')}$`,
    'u',
  );
  return {
    read: (text, kind) => {
      const match = pattern.exec(text.trim());
      if (!match) throw new Misfit(`it is not written as ${format}`);
      const parts: Parts = Object.fromEntries(used.map((part, at) => [part, match[at + 1] ?? '']));
      return assemble(parts, kind);
    },
    write: (value, strict) => {
      const parts = takeApart(value);
      if (strict) refuseDropped(parts, used, format);
      return pieces
        .map((piece) => ('text' in piece ? piece.text : piece.token.write(parts[piece.token.part] ?? '')))
        .join('');
    },
    lacks: (kind) => {
      const hour = used.includes('hour') || (used.includes('hour12') && used.includes('half'));
      if (kind === 'time') return hour ? [] : ['hour'];
      const lacking = (['year', 'month', 'day'] as const).filter((part) => !used.includes(part));
      return century && used.includes('year') ? ['century', ...lacking] : lacking;
    },
  };
}

function tokenOf(name: string): Token {
  if (name.startsWith('S')) {
    return token('fraction', `\\d{${name.length}}`, (digits) => digits.slice(0, name.length));
  }
  const known = tokens[name];
  if (!known) throw new TypeError(`no token ${name}`);
  return known;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Two-digit years are those from 1970 to 2069, as POSIX has it (from 1969 there). */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return Number(year) < 70 ? `20${year}` : `19${year}`;
}

function hourOf({ hour, hour12, half }: Parts): string {
  if (hour !== undefined || hour12 === undefined) return (hour ?? '00').padStart(2, '0');
  const number = Number(hour12);
  if (number < 1 || number > 12) throw new Misfit('there is no such hour');
  const afternoon = half?.toLowerCase() === 'pm' ? 12 : 0;
  return String((number % 12) + afternoon).padStart(2, '0');
}

function assemble(parts: Parts, kind: DateKind): string {
  const {
    year = '1970',
    month = '1',
    day = '1',
    minute = '00',
    second = '00',
    fraction = '0',
    offset = '',
  } = parts;
  const clock = `${hourOf(parts)}:${minute}:${second}.${fraction}`;
  if (kind === 'time') return fitTime(clock, 6);
  const date = `${fullYear(year)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (kind === 'date') return fitMoment(date, 'date', 0);
  return fitMoment(`${date} ${clock}${offset}`, kind, 6);
}

const canonical =
  /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:^|$| )(?:(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?(?:\+00)?$/;

function takeApart(value: string): Required<Parts> {
  const match = canonical.exec(value);
  if (!match) throw new Misfit('it is no date between the years 1 and 9999');
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = ''] = match;
  return {
    ...{ year, month, day, hour, minute, second },
    fraction: fraction.padEnd(6, '0'),
    hour12: String(Number(hour) % 12 || 12).padStart(2, '0'),
    half: Number(hour) < 12 ? 'AM' : 'PM',
    offset: '+00:00',
  };
}

function refuseDropped(parts: Required<Parts>, used: readonly Part[], format: string): void {
  const places = /S+/.exec(format.replace(/\[[^\]]*\]/g, ''))?.[0].length ?? 0;
  const hourKept = used.includes('hour') || (used.includes('hour12') && used.includes('half'));
  const dropped =
    (!hourKept && parts.hour !== '00') ||
    (!used.includes('minute') && parts.minute !== '00') ||
    (!used.includes('second') && parts.second !== '00') ||
    /[1-9]/.test(parts.fraction.slice(places));
  if (dropped) throw new Misfit(`it is finer than ${format}`);
}
