/** Texts. Where a value may be null, null stays null. Lengths are counted in characters (code points). */
import { inCase } from '../../transform/case-step.ts';

/**
 * Without blanks at the ends.
 * @example text.trim('  Ada ') // 'Ada'
 */
export function trim<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, (given) => given.trim());
}

/**
 * Without blanks at the ends, and with single ones within.
 * @example text.collapse(' Ada \n  Lovelace') // 'Ada Lovelace'
 */
export function collapse<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, (given) => given.trim().replace(/\s+/gu, ' '));
}

/**
 * Is it null, empty, or of blanks alone?
 * @example text.isBlank(' ') // true
 */
export function isBlank(value: string | null | undefined): boolean {
  return value === null || value === undefined || value.trim() === '';
}

/**
 * Null in the place of a text that is empty or of blanks alone; others as they are.
 * @example text.nullIfBlank(' ') // null
 */
export function nullIfBlank(value: string | null | undefined): string | null {
  return value === null || value === undefined || value.trim() === '' ? null : value;
}

/**
 * In small letters, by Unicode and no language's own rules.
 * @example text.lower('ÅNGSTRÖM') // 'ångström'
 */
export function lower<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, inCase.lower);
}

/**
 * In capital letters, by Unicode and no language's own rules.
 * @example text.upper('straße') // 'STRASSE'
 */
export function upper<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, inCase.upper);
}

/**
 * Every word with a capital letter and small ones behind it.
 * @example text.title("o'neill-SMITH") // "O'neill-Smith"
 */
export function title<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, inCase.title);
}

/** Letters that stand for others where there are only those from a to z. */
const plainLetters: { readonly [letter: string]: string } = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
};

/**
 * Letters without their accents, and those that are no letters with accents by what stands for them.
 * @example text.stripAccents('Łódź, Straße') // 'Lodz, Strasse'
 */
export function stripAccents<V extends string | null>(value: V): string | Extract<V, null> {
  return keeping(value, (given) =>
    given
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[ßẞæÆœŒøØłŁđĐðÐþÞı]/gu, (letter) => plainLetters[letter] ?? letter)
      .normalize('NFC'),
  );
}

/**
 * Small letters from a to z and digits, with one separator in the place of everything else.
 * @example text.slug('Łódź & Straße 7') // 'lodz-strasse-7'
 */
export function slug<V extends string | null>(value: V, separator = '-'): string | Extract<V, null> {
  return keeping(value, (given) =>
    (
      stripAccents(given)
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    ).join(separator),
  );
}

/**
 * Filled up to so many characters at its beginning.
 * @example text.padStart('7', 3, '0') // '007'
 */
export function padStart<V extends string | null>(
  value: V,
  length: number,
  fill = ' ',
): string | Extract<V, null> {
  return keeping(value, (given) => filling(given, length, fill) + given);
}

/**
 * Filled up to so many characters at its end.
 * @example text.padEnd('7', 3, '.') // '7..'
 */
export function padEnd<V extends string | null>(
  value: V,
  length: number,
  fill = ' ',
): string | Extract<V, null> {
  return keeping(value, (given) => given + filling(given, length, fill));
}

/**
 * Its characters, counted as people count them in most scripts: `'👍'.length` is 2, this is 1.
 * @example text.length('👍') // 1
 */
export function length(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

/**
 * At most so many characters; where some are cut off, the mark stands at the end, within the limit.
 * @example text.truncate('Ada Lovelace', 6) // 'Ada L…'
 */
export function truncate<V extends string | null>(
  value: V,
  most: number,
  mark = '…',
): string | Extract<V, null> {
  return keeping(value, (given) => {
    const characters = [...given];
    if (characters.length <= most) return given;
    return [...characters.slice(0, Math.max(0, most - length(mark))), ...mark].slice(0, most).join('');
  });
}

/**
 * All characters but the last ones hidden.
 * @param shown how many stay, at the end; negative: at the beginning.
 * @example text.mask('DE89370400440532013000', 4) // '••••••••••••••••••3000'
 */
export function mask<V extends string | null>(value: V, shown = 4, hidden = '•'): string | Extract<V, null> {
  return keeping(value, (given) => {
    const characters = [...given];
    const from = shown < 0 ? -shown : 0;
    const to = shown < 0 ? characters.length : characters.length - shown;
    return characters.map((each, at) => (at >= from && at < to ? hidden : each)).join('');
  });
}

/**
 * Its words: runs of letters, digits and apostrophes.
 * @example text.words("Ada O'Neill, 2nd") // ['Ada', "O'Neill", '2nd']
 */
export function words(value: string): string[] {
  return value.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * The first letters of its words, in capitals.
 * @example text.initials('Ada King Lovelace') // 'AKL'
 */
export function initials(value: string): string {
  return words(value)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

/**
 * One spelling for texts that differ in case, accents and blanks alone: to compare by, not to keep.
 * @example text.fold(' Łódź  ') === text.fold('lodz') // true
 */
export function fold(value: string): string {
  return collapse(stripAccents(value).toLowerCase());
}

/**
 * The texts that are there, one after the other; null and empty ones are left out.
 * @example text.join(' ', [record.first, record.middle, record.last])
 */
export function join(separator: string, parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(separator);
}

/** A function over texts as one over values: null stays null. */
function keeping<V extends string | null>(
  value: V,
  work: (given: string) => string,
): string | Extract<V, null> {
  return value === null ? (null as Extract<V, null>) : work(value);
}

function filling(given: string, wanted: number, fill: string): string {
  const lacking = wanted - length(given);
  if (lacking <= 0 || fill === '') return '';
  const characters = [...fill];
  return Array.from({ length: lacking }, (_, at) => characters[at % characters.length]).join('');
}
