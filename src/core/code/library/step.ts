/**
 * The steps that values take in mappings, one by one: what they come to is what a mapping comes to, to the
 * last digit, since they are its own. Null stays null; each throws where a value does not fit.
 */
import { dateForm } from '../../transform/date-form.ts';
import { emptyStep } from '../../transform/empty-step.ts';
import { joinStep } from '../../transform/join-step.ts';
import { lookupStep } from '../../transform/lookup-step.ts';
import { checkNumberForm, readNumberForm, writeNumberForm } from '../../transform/number-form.ts';
import { scaleStep } from '../../transform/scale-step.ts';
import { splitStep } from '../../transform/split-step.ts';
import type { Step, StepInput } from '../../transform/step.ts';
import { textList, textType } from '../../transform/step.ts';
import { templateStep } from '../../transform/template-step.ts';
import { unitStep } from '../../transform/unit-step.ts';
import { arrayElements, arrayText } from '../../values/array-text.ts';
import { Misfit } from '../../values/misfit.ts';
import type { Field } from '../../values/stream-schema.ts';

/** `R`, and null where `T` may be null. */
export type Keeping<T, R> = R | Extract<T, null>;

/** A text, or null. */
export type Value = string | null;

const plainInput: StepInput = { type: textType, fields: [], first: true, strict: false };
const strictly = (strict: boolean | undefined): StepInput => ({ ...plainInput, strict: strict === true });

/** Most compiled settings that are kept. */
const MOST_KEPT = 500;
const kept = new Map<string, unknown>();

/** What the settings compile to, made once for each. */
function compiled<T>(kind: string, settings: unknown, make: () => T): T {
  const key = `${kind} ${JSON.stringify(settings)}`;
  const known = kept.get(key) as T | undefined;
  if (known !== undefined) return known;
  const made = make();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

function through<T extends Value>(step: Step, value: T): Keeping<T, string> {
  return (step.convert(value) ?? null) as never;
}

/** Throws TypeError for a step that does not lead back. */
function backThrough<T extends Value>({ back }: Step, value: T): Keeping<T, string> {
  if ('none' in back) throw new TypeError(back.none);
  return (back.convert(value) ?? null) as never;
}

/**
 * The parts of a text between separators, or one of them: 0 is the first, -1 the last. An empty text has none.
 * @example step.split('a; b; c', '; ', -1) // 'c'
 */
export function split<T extends Value>(value: T, separator: string, part: number): string | null;
export function split<T extends Value>(value: T, separator: string): Keeping<T, string[]>;
export function split<T extends Value>(
  value: T,
  separator: string,
  options: { empty: 'null' },
): Keeping<T, (string | null)[]>;
export function split(value: Value, separator: string, how?: number | { empty: 'null' }): unknown {
  if (value === null) return null;
  if (typeof how === 'object') return value.split(separator).map((part) => (part === '' ? null : part));
  const parts = value === '' ? [] : value.split(separator);
  return how === undefined ? parts : (parts.at(how) ?? null);
}

/** How a list becomes a text: without empty parts; so that it can be split again, or else is refused. */
export type JoinOptions = { empty?: 'keep' | 'skip'; reversible?: boolean; splittable?: boolean };

/**
 * The parts with separators between them; null is written as nothing, and nothing but nulls is null.
 * @example step.join(['Ada', null, 'King'], ' ', { empty: 'skip' }) // 'Ada King'
 */
export function join(
  list: readonly Value[] | null,
  separator: string,
  { empty = 'keep', reversible = false, splittable = false }: JoinOptions = {},
): string | null {
  if (list === null) return null;
  const text = arrayText(list);
  if (splittable) return backThrough(splitStep({ kind: 'split', separator }), text);
  return (joinStep({ kind: 'join', separator, empty }, strictly(reversible)).convert(text) ?? null) as Value;
}

type Tuple<N extends number, T extends Value[] = []> = T['length'] extends N ? T : Tuple<N, [...T, Value]>;

/**
 * The parts of a list that goes to so many fields. Throws an error where there are more or fewer.
 * @example step.parts(['Berlin', 'DE'], 2) // ['Berlin', 'DE']
 */
export function parts<N extends number>(list: readonly Value[] | null, count: N): Tuple<N> {
  if (list !== null && list.length !== count) {
    throw new Misfit(`it has ${list.length} parts, and goes to ${count} fields`);
  }
  return (list === null ? Array.from({ length: count }, () => null) : [...list]) as never;
}

/** Fields in a text, written and read again; values in the order of the names. */
export type Template<N extends readonly string[]> = {
  write: (values: { [at in keyof N]: Value }) => string;
  read: (text: Value) => { [at in keyof N]: Value };
};

/**
 * A template, to write values into and to read them out of again. Null is written as nothing, and read as null.
 * @example step.template('{last}, {first}', ['first', 'last']).write(['Ada', 'Lovelace']) // 'Lovelace, Ada'
 */
export function template<const N extends readonly string[]>(
  pattern: string,
  names: N,
  options: { reversible?: boolean } = {},
): Template<N> {
  const fields = names.map((name): Field => {
    const more = { nativeType: 'text', nullable: true, hasDefault: false, readOnly: false, comment: null };
    return { name, type: textType, ...more };
  });
  const several = names.length !== 1;
  const input = { ...strictly(options.reversible), type: several ? textList : textType, fields };
  const step = templateStep({ kind: 'template', text: pattern }, input);
  return {
    write: (values) => {
      const given = values as readonly Value[];
      return (step.convert(several ? arrayText(given) : (given[0] ?? null)) ?? null) as never;
    },
    read: (text) => {
      const back = backThrough(step, text);
      return (several ? arrayElements(back ?? '{}') : [back]) as never;
    },
  };
}

type Unmatched = 'fail' | 'keep' | { default: Value };
type Entries = readonly (readonly [Value, Value])[];
type StandIn<U> = U extends 'keep' ? string : U extends { default: infer D } ? D : never;

/** A table of values, there and back. */
export type Lookup<E extends Entries, U> = {
  to: <T extends Value>(value: T) => E[number][1] | StandIn<U> | Extract<T, null>;
  from: <T extends Value>(value: T) => E[number][0] | StandIn<U> | Extract<T, null>;
};

/**
 * A table of values, there and back. `unmatched` is what becomes of a value that it does not list.
 * @example step.lookup([['t', 'trial'], ['p', 'paying']]).to('p') // 'paying'
 */
export function lookup<const E extends Entries, const U extends Unmatched = 'fail'>(
  entries: E,
  { unmatched, reversible }: { unmatched?: U; reversible?: boolean } = {},
): Lookup<E, U> {
  const table = entries.map(([from, to]): [Value, Value] => [from, to]);
  const settings = { kind: 'lookup', entries: table, unmatched: unmatched ?? 'fail' } as const;
  const step = lookupStep(settings, strictly(reversible));
  return {
    to: (value) => (step.convert(value) ?? null) as never,
    from: (value) => backThrough(step, value) as never,
  };
}

/** A decimal, or a whole number. */
export type Digits = Value | number | bigint;

function digitsOf(value: Digits): Value {
  return value === null ? null : String(value);
}

/** How a number is written: the marks before its fraction and between groups of three digits, what is around it. */
export type NumberForm = {
  decimal?: '.' | ',';
  group?: '' | '.' | ',' | ' ' | "'" | '_';
  prefix?: string;
  suffix?: string;
  digits?: number;
};

function formOf(form: NumberForm) {
  const whole = { decimal: '.', group: '', prefix: '', suffix: '', ...form } as const;
  checkNumberForm(whole);
  return whole;
}

/**
 * A text in the form of a number as a decimal.
 * @example step.readNumber('1.234,50 €', { decimal: ',', group: '.', suffix: ' €' }) // '1234.50'
 */
export function readNumber<T extends Value>(value: T, form: NumberForm = {}): Keeping<T, string> {
  if (value === null) return null as never;
  return compiled('read-number', form, () => readNumberForm(formOf(form)))(value) as never;
}

/**
 * A number as a text in such a form; `digits` after the point, none dropped in silence.
 * @example step.formatNumber('1234.5', { group: ',', digits: 2 }) // '1,234.50'
 */
export function formatNumber<T extends Digits>(value: T, form: NumberForm = {}): Keeping<T, string> {
  if (value === null) return null as never;
  return compiled('format-number', form, () => writeNumberForm(formOf(form), form.digits))(
    String(value),
  ) as never;
}

/**
 * A date or time out of a text. Tokens: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ; words in [brackets].
 * @example step.readDate('26.11.2026', 'DD.MM.YYYY', 'date') // '2026-11-26'
 */
export function readDate<T extends Value>(
  value: T,
  format: string,
  to: 'date' | 'time' | 'timestamp' | 'timestamptz',
): Keeping<T, string> {
  if (value === null) return null as never;
  return compiled('date', format, () => dateForm(format)).read(value, to) as never;
}

/**
 * A date or time as a text; `reversible` refuses one that is finer than the format.
 * @example step.formatDate('2026-11-26', 'DD.MM.YYYY') // '26.11.2026'
 */
export function formatDate<T extends Value>(
  value: T,
  format: string,
  { reversible = false }: { reversible?: boolean } = {},
): Keeping<T, string> {
  if (value === null) return null as never;
  return compiled('date', format, () => dateForm(format)).write(value, reversible) as never;
}

/** What becomes of what is not there, null, empty or blank. */
export type EmptyStates = {
  absent?: 'null' | 'empty' | 'fail';
  null?: 'null' | 'empty' | 'fail';
  empty?: 'null' | 'empty' | 'fail';
  blank?: 'null' | 'empty' | 'keep' | 'fail';
};

function emptyOf(states: EmptyStates): Step {
  const whole = {
    kind: 'empty',
    absent: 'null',
    null: 'null',
    empty: 'empty',
    blank: 'keep',
    ...states,
  } as const;
  return compiled('empty', states, () => emptyStep(whole, plainInput));
}

/**
 * What becomes of what is not there, null, empty or blank; others as they are.
 * @example step.empty(' ', { blank: 'null' }) // null
 */
export function empty(value: Value | undefined, states: EmptyStates = {}): string | null {
  return emptyOf(states).convert(value) ?? null;
}

/**
 * The way back of `empty`.
 * @example step.emptyBack(null, { null: 'empty', empty: 'null' }) // ''
 */
export function emptyBack(value: Value, states: EmptyStates = {}): string | null {
  return backThrough(emptyOf(states), value);
}

/** `(x + before) · factor / divisor + after`, exactly; rounded only to `digits`. */
export type Scale = { before?: string; factor?: string; divisor?: string; after?: string; digits?: number };

/**
 * `(x + before) · factor / divisor + after`, exactly; rounded half away from zero only to `digits`.
 * @example step.scale(1255, { divisor: '100' }) // '12.55'
 */
export function scale<T extends Digits>(value: T, line: Scale): Keeping<T, string> {
  const whole = { kind: 'scale', factor: '1', divisor: '1', before: '0', after: '0', ...line } as const;
  return through(
    compiled('scale', line, () => scaleStep(whole)),
    digitsOf(value),
  ) as never;
}

/**
 * From one unit to another of the same kind, exactly; rounded only to so many digits.
 * @example step.unit(10, 'lb', 'kg') // '4.5359237'
 */
export function unit<T extends Digits>(
  value: T,
  from: string,
  to: string,
  digits?: number,
): Keeping<T, string> {
  return through(
    compiled('unit', [from, to, digits], () => unitStep({ kind: 'unit', from, to, digits })),
    digitsOf(value),
  ) as never;
}
