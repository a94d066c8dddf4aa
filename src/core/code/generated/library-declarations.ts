// Written by src/core/code/library-declarations.test.ts (vitest -u) from the sources in ../library.
export const libraryDeclarations = `declare module 'syncline' {
  /**
   * The casts and expressions of the no-code mappings, in code: each does exactly what it does there. Their steps
   * are in \`step\`.
   */
  export namespace convert {
    /** What code has for the values of a type, by the type's name. */
    export type Named<N extends string> = N extends 'boolean' ? boolean : N extends 'int16' | 'int32' | 'float32' | 'float64' ? number : N extends 'int64' | 'uint64' ? bigint : string;
    /**
     * A value in another type by its name, e.g. \`int32\`, \`decimal(12,2)\`, \`timestamp(3)\`, \`text(40)\`: rounded or cut
     * to its precision. Throws an error where it does not fit.
     * @example convert.fit('12.345', 'decimal(10,2)') // '12.35'
     */
    export function fit<V extends boolean | number | bigint | string | null, N extends string>(value: V, type: N): Named<N> | Extract<V, null>;
    /**
     * What somebody wrote as a text, in the type of this name. Throws an error for what is none of its values.
     * @example convert.read('yes', 'boolean') // true
     */
    export function read<V extends string | null, N extends string>(value: V, type: N): Named<N> | Extract<V, null>;
    /**
     * A truth value or a number as a text, as mappings write it.
     * @param as of the fields whose digits are fewer.
     * @example convert.text(1e21) // '1e+21'
     */
    export function text<V extends boolean | number | bigint | null>(value: V, as?: 'float32' | 'float64'): string | Extract<V, null>;
    /**
     * The text itself, if it is one of these. Throws an error for any other.
     * @example convert.oneOf('paying', ['trial', 'paying']) // 'paying'
     */
    export function oneOf<V extends string | null, const L extends readonly string[]>(value: V, labels: L): L[number] | Extract<V, null>;
    /**
     * An expression of the canvas over fields of these types, compiled once; \`R\` is what it gives for a record.
     * @example convert.expression<bigint>('size(name)', { name: 'text' })
     */
    export function expression<R = unknown>(source: string, types: {
        readonly [name: string]: string;
    }): (record: {
        readonly [name: string]: unknown;
    }) => R;
    /**
     * Does a condition of the canvas hold for a record? Null where it cannot be told, e.g. since a field is null.
     * @example convert.condition('size(name) > 3', { name: 'text' })({ name: null }) // null
     */
    export function condition(source: string, types: {
        readonly [name: string]: string;
    }): (record: {
        readonly [name: string]: unknown;
    }) => boolean | null;
  }

  /**
   * Exact arithmetic on decimal numbers, which code has as the texts of their digits. Nothing is rounded
   * unless it is asked for. NaN and the infinities, which some systems' decimals have, are refused.
   */
  export namespace decimal {
    /** A number: digits as a text, a whole number, or a JS number by its shortest digits. */
    export type Exact = string | bigint | number;
    /**
     * How a number between two is rounded: \`half-up\` away from zero where it is half way (as databases do),
     * \`half-even\` to the even digit, \`half-down\` towards zero; \`up\` always away from zero, \`down\` always
     * towards it; \`ceiling\` to the greater, \`floor\` to the lesser.
     */
    export type Rounding = 'half-up' | 'half-even' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor';
    /** How people write a number. */
    export type NumberForm = {
        /** The mark before the fraction; a point where none is given. */
        decimal?: '.' | ',';
        /** The mark between groups of three digits; none where none is given. */
        group?: '' | '.' | ',' | ' ' | "'" | '_';
        /** What stands before and behind it. */
        prefix?: string;
        suffix?: string;
    };
    /**
     * The sum of all that is given.
     * @example decimal.add('0.1', '0.2') // '0.3'
     */
    export function add(...values: Exact[]): string;
    /**
     * The first less the second.
     * @example decimal.sub('1.00', '0.999') // '0.001'
     */
    export function sub(from: Exact, value: Exact): string;
    /**
     * The product of all that is given, with all its digits.
     * @example decimal.mul('1.10', 3) // '3.30'
     */
    export function mul(...values: Exact[]): string;
    /**
     * The first by the second, rounded to so many digits behind the point. Throws an error where the second is zero.
     * @example decimal.div(10, 3, 2) // '3.33'
     */
    export function div(value: Exact, by: Exact, scale: number, rounding?: Rounding): string;
    /**
     * Rounded to so many digits behind the point, which it then has.
     * @example decimal.round('2.345', 2, 'half-even') // '2.34'
     */
    export function round(value: Exact, scale?: number, rounding?: Rounding): string;
    /**
     * -1, 0 or 1, as the first is less than the second, equal, or more: \`1.50\` and \`1.5\` are equal.
     * @example [...prices].sort(decimal.compare)
     */
    export function compare(a: Exact, b: Exact): -1 | 0 | 1;
    /**
     * Are they the same number, however it is spelled?
     * @example decimal.equal('1.50', '1.5') // true
     */
    export function equal(a: Exact, b: Exact): boolean;
    /**
     * The least of what is given.
     * @example decimal.min('2.5', '10') // '2.5'
     */
    export function min(first: Exact, ...others: Exact[]): string;
    /**
     * The greatest of what is given.
     * @example decimal.max('2.5', '10') // '10'
     */
    export function max(first: Exact, ...others: Exact[]): string;
    /**
     * Without its sign.
     * @example decimal.abs('-1.50') // '1.50'
     */
    export function abs(value: Exact): string;
    /**
     * With the other sign.
     * @example decimal.negate('1.50') // '-1.50'
     */
    export function negate(value: Exact): string;
    /**
     * Without zeros that say nothing.
     * @example decimal.strip('1.500') // '1.5'
     */
    export function strip(value: Exact): string;
    /**
     * Is it a finite number?
     * @example decimal.valid('1,5') // false
     */
    export function valid(value: string | null | undefined): boolean;
    /**
     * The number that people wrote. Throws an error where it is not written in that form.
     * @example decimal.parse('1.234,50 €', { decimal: ',', group: '.', suffix: '€' }) // '1234.50'
     */
    export function parse(value: string, form?: NumberForm): string;
    /**
     * The number as people write it, rounded to so many digits behind the point where that is given.
     * @example decimal.format('1234.5', { decimal: ',', group: '.', digits: 2, suffix: ' €' }) // '1.234,50 €'
     */
    export function format(value: Exact, form?: NumberForm & {
        digits?: number;
    }): string;
  }

  /**
   * E-mail addresses.
   */
  export namespace email {
    /**
     * Without blanks around it and in small letters. Throws an error for what is no address.
     * @param local \`keep\` leaves what is before the @ in its case, which a few systems tell apart.
     * @example email.normalise(' Ada@Example.COM ') // 'ada@example.com'
     */
    export function normalise<V extends string | null>(value: V, local?: 'lower' | 'keep'): string | Extract<V, null>;
    /**
     * Is it an address, by its form?
     * @example email.valid('ada@example') // true
     */
    export function valid(value: string | null | undefined): boolean;
    /**
     * What is behind the @, in small letters; null where it is no address.
     * @example email.domain('ada@Example.com') // 'example.com'
     */
    export function domain(value: string | null | undefined): string | null;
    /**
     * What is before the @, as it is; null where it is no address.
     * @example email.local('Ada+news@example.com') // 'Ada+news'
     */
    export function local(value: string | null | undefined): string | null;
  }

  /**
   * Digests of texts, over their UTF-8.
   */
  export namespace hash {
    /** How the bytes of a digest are written. */
    export type Encoding = 'hex' | 'base64';
    /**
     * SHA-256: the one to use where nothing asks for another.
     * @example hash.sha256('abc') // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
     */
    export function sha256(value: string, encoding?: Encoding): string;
    /**
     * SHA-1, for systems that ask for it. It protects nothing any more.
     * @example hash.sha1('abc') // 'a9993e364706816aba3e25717850c26c9cd0d89d'
     */
    export function sha1(value: string, encoding?: Encoding): string;
    /**
     * MD5, for systems that ask for it (list services know addresses by it). It protects nothing any more.
     * @example hash.md5('abc') // '900150983cd24fb0d6963f7d28e17f72'
     */
    export function md5(value: string, encoding?: Encoding): string;
    /**
     * FNV-1a of 32 bits, as 8 hexadecimal digits: fast, to spread records evenly, not to tell them apart.
     * @example hash.fnv1a('abc') // '1a47e90b'
     */
    export function fnv1a(value: string): string;
    /**
     * A number from 0 to \`count\` − 1, always the same for a text: which of so many parts it belongs to.
     * @example hash.bucket(record.email, 16)
     */
    export function bucket(value: string, count: number): number;
  }

  /**
   * What \`merge\` returns where a person shall decide the conflict.
   * @example if (conflict.left === null) return hold;
   */
  export const hold: unique symbol;

  /**
   * Ids that are made out of what is known. None is random: a record that is tried again, replayed or
   * verified must get the id that it got before.
   */
  export namespace id {
    /** Namespaces of RFC 9562 for \`uuid5\`. */
    export const namespaces: {
        readonly dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        readonly url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
        readonly oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
    };
    /**
     * The UUID (version 5) of a name: the same name always has the same one.
     * @param namespace a UUID of your own for each kind of thing, so that two kinds never share an id.
     * @example id.uuid5('www.example.com', id.namespaces.dns) // '2ed6657d-e927-568b-95e1-2665a8aea6a2'
     */
    export function uuid5(name: string, namespace: string): string;
    /**
     * A short id out of these parts, in order; null and the empty text are different parts. With 12
     * characters (70 bits) two of a hundred million records get the same one in fewer than one of 200,000 cases.
     * @param length from 4 to 40 characters.
     * @example id.short(['crm', record.id])
     */
    export function short(parts: readonly (string | bigint | number | null)[], length?: number): string;
    /**
     * Is it a UUID, in whatever case?
     * @example id.isUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8') // true
     */
    export function isUuid(value: string | null | undefined): boolean;
  }

  /**
   * JSON documents, as the steps of mappings go about them. Numbers have the digits that they have in code.
   */
  export namespace json {
    /** What a document holds. */
    export type Json = null | boolean | number | string | Json[] | {
        [key: string]: Json;
    };
    /** What a value in a document is taken for. */
    export type PathKind = 'text' | 'number' | 'boolean' | 'json';
    type Taken<K extends PathKind> = K extends 'boolean' ? boolean : K extends 'json' ? Json : string;
    type Held<N extends string> = N extends 'boolean' ? boolean : N extends 'int16' | 'int32' | 'float32' | 'float64' ? number : N extends 'int64' | 'uint64' ? bigint : N extends 'json' ? Json : string;
    /**
     * What stands at a place of a document, undefined where nothing does. Numbers come as their digits.
     * @example json.path({ tags: ['new'] }, ['tags', 0]) // 'new'
     */
    export function path<K extends PathKind = 'text'>(document: Json | undefined, steps: readonly (string | number)[], as?: K): Taken<K> | null | undefined;
    /**
     * A document that holds the value at a place, and nothing else; \`number\` is said of digits that are one.
     * @example json.nest('Ada', ['name', 'first']) // { name: { first: 'Ada' } }
     */
    export function nest<T extends Json | bigint>(value: T, steps: readonly string[], as?: 'number'): Json | Extract<T, null>;
    /**
     * The value that a document holds at a place. Throws an error where it holds anything else.
     * @example json.unnest({ name: { first: 'Ada' } }, ['name', 'first']) // 'Ada'
     */
    export function unnest<T extends Json, N extends string = 'text'>(document: T, steps: readonly string[], type?: N): Held<N> | Extract<T, null>;
  }

  /**
   * A structured log: its lines are shown beside the record that was worked on.
   */
  export namespace log {
    /** What a line tells beside its message, by name. */
    export type Fields = {
        readonly [name: string]: unknown;
    };
    /**
     * Writes a line that only somebody who looks for an error wants to see.
     * @example log.debug('read', { price: record.price });
     */
    export function debug(message: string, fields?: Fields): void;
    /**
     * Writes a line.
     * @example log.info('kept the old price', { sku: record.sku });
     */
    export function info(message: string, fields?: Fields): void;
    /**
     * Writes a line about something odd that the record goes on with.
     * @example log.warn('no country', { id: record.id });
     */
    export function warn(message: string, fields?: Fields): void;
    /**
     * Writes a line about something wrong. The record goes on: to fail it, throw an error.
     * @example log.error('two owners', { owners });
     */
    export function error(message: string, fields?: Fields): void;
  }

  /**
   * Phone numbers, by the countries' own plans.
   */
  export namespace phone {
    /**
     * The number in E.164. Throws an error for what is none.
     * @param country ISO 3166: the country of numbers that name none, e.g. \`DE\`.
     * @example phone.e164('030 123456', 'DE') // '+4930123456'
     */
    export function e164<V extends string | null>(value: V, country?: string): string | Extract<V, null>;
    /**
     * Is it a number that somebody could have, by the plan of its country?
     * @example phone.valid('+49 30 123456') // true
     */
    export function valid(value: string | null | undefined, country?: string): boolean;
    /**
     * The country of a number, ISO 3166; null where it is none, or the number does not tell.
     * @example phone.country('+49 30 123456') // 'DE'
     */
    export function country(value: string | null | undefined, fallback?: string): string | null;
    /**
     * The number as people write it, in its country or from abroad. Throws an error for what is none.
     * @example phone.format('+4930123456') // '+49 30 123456'
     */
    export function format<V extends string | null>(value: V, style?: 'international' | 'national', country?: string): string | Extract<V, null>;
  }

  /**
   * The steps that values take in mappings, one by one: what they come to is what a mapping comes to, to the
   * last digit, since they are its own. Null stays null; each throws where a value does not fit.
   */
  export namespace step {
    /** \`R\`, and null where \`T\` may be null. */
    export type Keeping<T, R> = R | Extract<T, null>;
    /** A text, or null. */
    export type Value = string | null;
    /**
     * The parts of a text between separators, or one of them: 0 is the first, -1 the last. An empty text has none.
     * @example step.split('a; b; c', '; ', -1) // 'c'
     */
    export function split<T extends Value>(value: T, separator: string, part: number): string | null;
    export function split<T extends Value>(value: T, separator: string): Keeping<T, string[]>;
    export function split<T extends Value>(value: T, separator: string, options: {
        empty: 'null';
    }): Keeping<T, (string | null)[]>;
    /** How a list becomes a text: without empty parts; so that it can be split again, or else is refused. */
    export type JoinOptions = {
        empty?: 'keep' | 'skip';
        reversible?: boolean;
        splittable?: boolean;
    };
    /**
     * The parts with separators between them; null is written as nothing, and nothing but nulls is null.
     * @example step.join(['Ada', null, 'King'], ' ', { empty: 'skip' }) // 'Ada King'
     */
    export function join(list: readonly Value[] | null, separator: string, { empty, reversible, splittable }?: JoinOptions): string | null;
    type Tuple<N extends number, T extends Value[] = []> = T['length'] extends N ? T : Tuple<N, [...T, Value]>;
    /**
     * The parts of a list that goes to so many fields. Throws an error where there are more or fewer.
     * @example step.parts(['Berlin', 'DE'], 2) // ['Berlin', 'DE']
     */
    export function parts<N extends number>(list: readonly Value[] | null, count: N): Tuple<N>;
    /** Fields in a text, written and read again; values in the order of the names. */
    export type Template<N extends readonly string[]> = {
        write: (values: {
            [at in keyof N]: Value;
        }) => string;
        read: (text: Value) => {
            [at in keyof N]: Value;
        };
    };
    /**
     * A template, to write values into and to read them out of again. Null is written as nothing, and read as null.
     * @example step.template('{last}, {first}', ['first', 'last']).write(['Ada', 'Lovelace']) // 'Lovelace, Ada'
     */
    export function template<const N extends readonly string[]>(pattern: string, names: N, options?: {
        reversible?: boolean;
    }): Template<N>;
    type Unmatched = 'fail' | 'keep' | {
        default: Value;
    };
    type Entries = readonly (readonly [Value, Value])[];
    type StandIn<U> = U extends 'keep' ? string : U extends {
        default: infer D;
    } ? D : never;
    /** A table of values, there and back. */
    export type Lookup<E extends Entries, U> = {
        to: <T extends Value>(value: T) => E[number][1] | StandIn<U> | Extract<T, null>;
        from: <T extends Value>(value: T) => E[number][0] | StandIn<U> | Extract<T, null>;
    };
    /**
     * A table of values, there and back. \`unmatched\` is what becomes of a value that it does not list.
     * @example step.lookup([['t', 'trial'], ['p', 'paying']]).to('p') // 'paying'
     */
    export function lookup<const E extends Entries, const U extends Unmatched = 'fail'>(entries: E, { unmatched, reversible }?: {
        unmatched?: U;
        reversible?: boolean;
    }): Lookup<E, U>;
    /** A decimal, or a whole number. */
    export type Digits = Value | number | bigint;
    /** How a number is written: the marks before its fraction and between groups of three digits, what is around it. */
    export type NumberForm = {
        decimal?: '.' | ',';
        group?: '' | '.' | ',' | ' ' | "'" | '_';
        prefix?: string;
        suffix?: string;
        digits?: number;
    };
    /**
     * A text in the form of a number as a decimal.
     * @example step.readNumber('1.234,50 €', { decimal: ',', group: '.', suffix: ' €' }) // '1234.50'
     */
    export function readNumber<T extends Value>(value: T, form?: NumberForm): Keeping<T, string>;
    /**
     * A number as a text in such a form; \`digits\` after the point, none dropped in silence.
     * @example step.formatNumber('1234.5', { group: ',', digits: 2 }) // '1,234.50'
     */
    export function formatNumber<T extends Digits>(value: T, form?: NumberForm): Keeping<T, string>;
    /**
     * A date or time out of a text. Tokens: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ; words in [brackets].
     * @example step.readDate('26.11.2026', 'DD.MM.YYYY', 'date') // '2026-11-26'
     */
    export function readDate<T extends Value>(value: T, format: string, to: 'date' | 'time' | 'timestamp' | 'timestamptz'): Keeping<T, string>;
    /**
     * A date or time as a text; \`reversible\` refuses one that is finer than the format.
     * @example step.formatDate('2026-11-26', 'DD.MM.YYYY') // '26.11.2026'
     */
    export function formatDate<T extends Value>(value: T, format: string, { reversible }?: {
        reversible?: boolean;
    }): Keeping<T, string>;
    /** What becomes of what is not there, null, empty or blank. */
    export type EmptyStates = {
        absent?: 'null' | 'empty' | 'fail';
        null?: 'null' | 'empty' | 'fail';
        empty?: 'null' | 'empty' | 'fail';
        blank?: 'null' | 'empty' | 'keep' | 'fail';
    };
    /**
     * What becomes of what is not there, null, empty or blank; others as they are.
     * @example step.empty(' ', { blank: 'null' }) // null
     */
    export function empty(value: Value | undefined, states?: EmptyStates): string | null;
    /**
     * The way back of \`empty\`.
     * @example step.emptyBack(null, { null: 'empty', empty: 'null' }) // ''
     */
    export function emptyBack(value: Value, states?: EmptyStates): string | null;
    /** \`(x + before) · factor / divisor + after\`, exactly; rounded only to \`digits\`. */
    export type Scale = {
        before?: string;
        factor?: string;
        divisor?: string;
        after?: string;
        digits?: number;
    };
    /**
     * \`(x + before) · factor / divisor + after\`, exactly; rounded half away from zero only to \`digits\`.
     * @example step.scale(1255, { divisor: '100' }) // '12.55'
     */
    export function scale<T extends Digits>(value: T, line: Scale): Keeping<T, string>;
    /**
     * From one unit to another of the same kind, exactly; rounded only to so many digits.
     * @example step.unit(10, 'lb', 'kg') // '4.5359237'
     */
    export function unit<T extends Digits>(value: T, from: string, to: string, digits?: number): Keeping<T, string>;
  }

  /**
   * The flow's look-up tables, which are the global \`tables\`.
   */
  export namespace table {
    /** The flow's look-up tables, which are the global \`tables\`. */
    /** A look-up table: texts by texts. */
    export type Table = {
        readonly [key: string]: string | null | undefined;
    };
    /**
     * What the table has for a key, or the fallback.
     * @example table.find(tables.countries, record.country, 'unknown')
     */
    export function find(given: Table, key: string | null, fallback: string): string;
    export function find(given: Table, key: string | null, fallback?: null): string | null;
    /**
     * What the table has for a key. Throws an error where it has none: the record fails and says so.
     * @example table.require(tables.countries, record.country)
     */
    export function require(given: Table, key: string | null): string;
    /**
     * The first key that has this value; null where none has it. The way back through a table.
     * @example table.keyOf({ DE: 'Germany', FR: 'France' }, 'France') // 'FR'
     */
    export function keyOf(given: Table, value: string | null): string | null;
  }

  /**
   * Texts. Where a value may be null, null stays null. Lengths are counted in characters (code points).
   */
  export namespace text {
    /**
     * Without blanks at the ends.
     * @example text.trim('  Ada ') // 'Ada'
     */
    export function trim<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * Without blanks at the ends, and with single ones within.
     * @example text.collapse(' Ada \\n  Lovelace') // 'Ada Lovelace'
     */
    export function collapse<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * Is it null, empty, or of blanks alone?
     * @example text.isBlank(' ') // true
     */
    export function isBlank(value: string | null | undefined): boolean;
    /**
     * Null in the place of a text that is empty or of blanks alone; others as they are.
     * @example text.nullIfBlank(' ') // null
     */
    export function nullIfBlank(value: string | null | undefined): string | null;
    /**
     * In small letters, by Unicode and no language's own rules.
     * @example text.lower('ÅNGSTRÖM') // 'ångström'
     */
    export function lower<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * In capital letters, by Unicode and no language's own rules.
     * @example text.upper('straße') // 'STRASSE'
     */
    export function upper<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * Every word with a capital letter and small ones behind it.
     * @example text.title("o'neill-SMITH") // "O'neill-Smith"
     */
    export function title<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * Letters without their accents, and those that are no letters with accents by what stands for them.
     * @example text.stripAccents('Łódź, Straße') // 'Lodz, Strasse'
     */
    export function stripAccents<V extends string | null>(value: V): string | Extract<V, null>;
    /**
     * Small letters from a to z and digits, with one separator in the place of everything else.
     * @example text.slug('Łódź & Straße 7') // 'lodz-strasse-7'
     */
    export function slug<V extends string | null>(value: V, separator?: string): string | Extract<V, null>;
    /**
     * Filled up to so many characters at its beginning.
     * @example text.padStart('7', 3, '0') // '007'
     */
    export function padStart<V extends string | null>(value: V, length: number, fill?: string): string | Extract<V, null>;
    /**
     * Filled up to so many characters at its end.
     * @example text.padEnd('7', 3, '.') // '7..'
     */
    export function padEnd<V extends string | null>(value: V, length: number, fill?: string): string | Extract<V, null>;
    /**
     * Its characters, counted as people count them in most scripts: \`'👍'.length\` is 2, this is 1.
     * @example text.length('👍') // 1
     */
    export function length(value: string): number;
    /**
     * At most so many characters; where some are cut off, the mark stands at the end, within the limit.
     * @example text.truncate('Ada Lovelace', 6) // 'Ada L…'
     */
    export function truncate<V extends string | null>(value: V, most: number, mark?: string): string | Extract<V, null>;
    /**
     * All characters but the last ones hidden.
     * @param shown how many stay, at the end; negative: at the beginning.
     * @example text.mask('DE89370400440532013000', 4) // '••••••••••••••••••3000'
     */
    export function mask<V extends string | null>(value: V, shown?: number, hidden?: string): string | Extract<V, null>;
    /**
     * Its words: runs of letters, digits and apostrophes.
     * @example text.words("Ada O'Neill, 2nd") // ['Ada', "O'Neill", '2nd']
     */
    export function words(value: string): string[];
    /**
     * The first letters of its words, in capitals.
     * @example text.initials('Ada King Lovelace') // 'AKL'
     */
    export function initials(value: string): string;
    /**
     * One spelling for texts that differ in case, accents and blanks alone: to compare by, not to keep.
     * @example text.fold(' Łódź  ') === text.fold('lodz') // true
     */
    export function fold(value: string): string;
    /**
     * The texts that are there, one after the other; null and empty ones are left out.
     * @example text.join(' ', [record.first, record.middle, record.last])
     */
    export function join(separator: string, parts: readonly (string | null | undefined)[]): string;
  }

  /**
   * Dates and times, which code has as texts: a date \`2026-11-26\`, a time of day \`09:30:00.25\`, a timestamp
   * \`2026-11-26 09:30:00.25\`, and a moment, which is a timestamp in UTC with \`+00\` behind it. Microseconds
   * are kept. Zones are those of the IANA time zone database, e.g. \`Europe/Berlin\`. There is no clock: a
   * record that is tried again must come to the same.
   */
  export namespace time {
    /** What a text is of: a date, a time of day, a timestamp without a zone, a moment. */
    export type Kind = 'date' | 'time' | 'timestamp' | 'timestamptz';
    /** A span of time; what is not given is nothing. All may be negative. */
    export type Span = {
        years?: number;
        months?: number;
        weeks?: number;
        days?: number;
        hours?: number;
        minutes?: number;
        seconds?: number;
        micros?: number;
    };
    export type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second';
    /** The parts of a date and time of day. Weekdays are 1 (Monday) to 7 (Sunday). */
    export type Parts = {
        year: number;
        month: number;
        day: number;
        hour: number;
        minute: number;
        second: number;
        micros: number;
        weekday: number;
    };
    /**
     * Reads a text by a format: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ, and words between
     * [brackets]. Throws an error where it is not written like that.
     * @param zone what the text is written in, where the format has no ZZ: the result is a moment.
     * @example time.parse('26.11.2026 09:30', 'DD.MM.YYYY HH:mm', 'timestamp') // '2026-11-26 09:30:00'
     */
    export function parse(value: string, format: string, to: Kind, zone?: string): string;
    /**
     * Writes a date or time by a format, see \`parse\`.
     * @param zone the zone in which a moment is written; UTC where none is given.
     * @example time.format('2026-11-26 23:30:00+00', 'DD.MM.YYYY HH:mm', 'Europe/Berlin') // '27.11.2026 00:30'
     */
    export function format(value: string, by: string, zone?: string): string;
    /**
     * Any spelling of ISO 8601 as the text that fields of the kind have; what has an offset is taken to UTC.
     * @example time.normalise('2026-11-26T10:30+01:00', 'timestamptz') // '2026-11-26 09:30:00+00'
     */
    export function normalise(value: string, to: Kind): string;
    /**
     * Does it name a day, a timestamp or a moment that there is?
     * @example time.valid('2026-02-30') // false
     */
    export function valid(value: string | null | undefined): boolean;
    /**
     * The day of a timestamp, or of a moment in a zone.
     * @example time.date('2026-11-26 23:30:00+00', 'Europe/Berlin') // '2026-11-27'
     */
    export function date(value: string, zone?: string): string;
    /**
     * What clocks in a zone show at a moment, as a timestamp.
     * @example time.inZone('2026-07-01 10:00:00+00', 'Europe/Berlin') // '2026-07-01 12:00:00'
     */
    export function inZone(moment: string, zone: string): string;
    /**
     * The moment at which clocks in a zone show a timestamp. What they show twice when they are put back is
     * the first time; what they never show when they are put forward is as much later.
     * @example time.fromZone('2026-07-01 12:00:00', 'Europe/Berlin') // '2026-07-01 10:00:00+00'
     */
    export function fromZone(local: string, zone: string): string;
    /**
     * Later (or earlier) by a span, as the kind that was given. Where a month has no such day, it is its last one.
     * @param zone days, weeks, months and years of a moment are those of this zone; of UTC where none is given.
     * @example time.add('2026-01-31', { months: 1 }) // '2026-02-28'
     */
    export function add(value: string, span: Span, zone?: string): string;
    /**
     * How many whole units lie between two; negative where the second is the earlier one.
     * @example time.diff('2026-01-31', '2026-03-30', 'month') // 1
     */
    export function diff(from: string, to: string, unit: Exclude<Unit, 'quarter'>): number;
    /**
     * Where the unit begins in which it lies, as the kind that was given. Weeks begin on Monday.
     * @param zone units of a moment are those of this zone; of UTC where none is given.
     * @example time.startOf('2026-11-26 09:30:00', 'month') // '2026-11-01 00:00:00'
     */
    export function startOf(value: string, unit: Unit, zone?: string): string;
    /**
     * Below zero, zero or above, as the first is earlier than the second, the same, or later. A date is its midnight.
     * @example [...days].sort(time.compare)
     */
    export function compare(a: string, b: string): -1 | 0 | 1;
    /**
     * Its parts, as numbers.
     * @example time.parts('2026-11-26 09:30:00.25').micros // 250000
     */
    export function parts(value: string, zone?: string): Parts;
    /**
     * Seconds since 1970-01-01 in UTC, with their fraction, as digits.
     * @example time.toUnix('1970-01-02 00:00:00.5+00') // '86400.5'
     */
    export function toUnix(moment: string): string;
    /**
     * The moment that is so many seconds after 1970-01-01 in UTC; what is finer than a microsecond is cut off.
     * @example time.fromUnix('86400.5') // '1970-01-02 00:00:00.5+00'
     */
    export function fromUnix(seconds: string | number | bigint): string;
  }
}
`;
