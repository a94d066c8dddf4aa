import type { Step } from '../../transform/step.ts';
import { decimalType, textList, textType } from '../../transform/step.ts';
import { templateParts } from '../../transform/template-parts.ts';
import type { Transform, TransformKind, TransformOf } from '../../transform/transform.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { isWhole } from '../../values/number-cast-kind.ts';
import { readText } from '../../values/read-text.ts';
import { codeType } from '../code-type.ts';
import type { Hoisted } from './hoisted.ts';
import { literalCode, plainJson, textCode } from './literal-code.ts';
import { negatedDecimal } from './negated-decimal.ts';
import { called, isPlain, method, operand, type ValueCode } from './value-code.ts';

/** What a step in code is written with. */
export type StepPlace = {
  step: Step;
  /** Its inverse carries values back. */
  strict: boolean;
  /** For the first step, the names of the pair's fields; else `value`. */
  names: readonly string[];
  /** What constants are named after. */
  name: string;
  hoisted: Hoisted;
};

type Writer<K extends TransformKind> = (
  settings: TransformOf<K>,
  value: ValueCode,
  place: StepPlace,
) => ValueCode;

/** Writes a step in code; the value is of the type that the step takes. */
export function stepCode(settings: Transform, value: ValueCode, place: StepPlace): ValueCode {
  // The table is total, and each writer takes the settings of its own kind.
  const write = writers[settings.kind] as (
    settings: Transform,
    value: ValueCode,
    place: StepPlace,
  ) => ValueCode;
  return write(settings, value, place);
}

const reversible = ({ strict }: StepPlace) => (strict ? ['{ reversible: true }'] : []);

const writers: { [K in TransformKind]: Writer<K> } = {
  constant: ({ value }) => constant(value, textType),
  default: ({ value: standIn }, value, { step }) => {
    if (!value.nullable) return value;
    const literal = literalCode(readText(step.takes)(standIn), step.takes);
    const bare = value.chain ? `${value.chain.of}?${value.chain.calls}` : operand(value);
    return { code: `${bare} ?? ${literal}`, type: step.gives, nullable: false };
  },
  trim: ({ where, inner }, value) => {
    if (where === 'both') return called(value, inner ? 'text.collapse' : 'text.trim', value.type);
    const trimmed = method(value, where === 'start' ? '.trimStart()' : '.trimEnd()');
    return inner ? method(trimmed, ".replace(/\\s+/gu, ' ')") : trimmed;
  },
  case: ({ to }, value) => called(value, `text.${to}`, value.type),
  split: ({ separator, part }, value) => {
    const rest = [textCode(separator), ...(part === undefined ? [] : [String(part)])];
    const split = called(value, 'step.split', part === undefined ? textList : textType, ...rest);
    return part === undefined ? split : { ...split, nullable: true };
  },
  join: ({ separator, empty }, value, { strict }) => {
    const options = { ...(empty === 'skip' ? { empty } : {}), ...(strict ? { reversible: true } : {}) };
    const rest = [textCode(separator), ...(Object.keys(options).length === 0 ? [] : [plainJson(options)])];
    const joined = called(listOf(value), 'step.join', textType, ...rest);
    return { ...joined, nullable: value.parts ? value.parts.every((part) => part.nullable) : true };
  },
  template: templateCode,
  lookup: (settings, value, place) => {
    const { entries, unmatched } = settings;
    const table = lookupCode(settings, place);
    const gives = new Set(entries.map(([, to]) => to));
    const standIn = typeof unmatched === 'object' ? unmatched.default : undefined;
    const nullMade = !entries.some(([from, to]) => from === null && to !== null);
    return {
      code: `${table}.to(${value.code})`,
      type: textType,
      ...(unmatched === 'keep' ? {} : { labels: labelsOf([...gives, standIn]) }),
      nullable: gives.has(null) || standIn === null || (value.nullable && nullMade),
    };
  },
  'read-number': (form, value) => called(value, 'step.readNumber', decimalType, ...numberForm(form)),
  'format-number': (form, value) => called(value, 'step.formatNumber', textType, ...numberForm(form)),
  'read-date': ({ format, to }, value, { step }) =>
    called(value, 'step.readDate', step.gives, textCode(format), textCode(to)),
  'format-date': ({ format }, value, place) =>
    called(value, 'step.formatDate', textType, textCode(format), ...reversible(place)),
  phone: ({ country }, value) =>
    called(value, 'phone.e164', value.type, ...(country === undefined ? [] : [textCode(country)])),
  email: ({ local }, value) =>
    called(value, 'email.normalise', value.type, ...(local === 'keep' ? ["'keep'"] : [])),
  empty: ({ kind: _, ...states }, value) => {
    const told = Object.entries(states).filter(
      ([state, to]) => to !== emptyDefaults[state as keyof typeof states],
    );
    const made = called(
      value,
      'step.empty',
      value.type,
      ...(told.length === 0 ? [] : [plainJson(Object.fromEntries(told))]),
    );
    return { ...made, nullable: true };
  },
  scale: (settings, value) => called(value, 'step.scale', decimalType, scaleCode(settings)),
  unit: ({ from, to, digits }, value) =>
    called(
      value,
      'step.unit',
      decimalType,
      textCode(from),
      textCode(to),
      ...(digits === undefined ? [] : [String(digits)]),
    ),
  path: ({ path, as }, value, { step }) => ({
    ...called(value, 'json.path', step.gives, plainJson(path), ...(as === 'text' ? [] : [textCode(as)])),
    nullable: true,
    absent: true,
  }),
  nest: ({ path }, value, { step }) =>
    called(value, 'json.nest', step.gives, plainJson(path), ...nestedType(value.type)),
  expression: expressionCode,
};

export const emptyDefaults = { absent: 'null', null: 'null', empty: 'empty', blank: 'keep' } as const;

function constant(value: string | null, type: NeutralType): ValueCode {
  return { code: literalCode(value, type), type, nullable: value === null, constant: value };
}

/** Every text that a value may be. */
export function labelsOf(values: readonly (string | null | undefined)[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

/** A list as one expression. */
export function listOf(value: ValueCode): ValueCode {
  if (!value.parts) return value;
  return { ...value, code: `[${value.parts.map(({ code }) => code).join(', ')}]`, nullable: false };
}

/** The settings of a number's form that are not the usual ones. */
export function numberForm(form: Omit<TransformOf<'format-number'>, 'kind'>): string[] {
  const { decimal, group, prefix, suffix, digits } = form;
  const told = {
    ...(decimal === '.' ? {} : { decimal }),
    ...(group === '' ? {} : { group }),
    ...(prefix === '' ? {} : { prefix }),
    ...(suffix === '' ? {} : { suffix }),
    ...(digits === undefined ? {} : { digits }),
  };
  return Object.keys(told).length === 0 ? [] : [plainJson(told)];
}

/** `(x + before) · factor / divisor + after`, or the way back. */
export function scaleCode(
  { factor, divisor, before, after, digits }: Omit<TransformOf<'scale'>, 'kind'>,
  back = false,
): string {
  const line = back
    ? { before: negatedDecimal(after), factor: divisor, divisor: factor, after: negatedDecimal(before) }
    : { before, factor, divisor, after };
  return plainJson({
    ...(Number(line.before) === 0 ? {} : { before: line.before }),
    ...(line.factor === '1' ? {} : { factor: line.factor }),
    ...(line.divisor === '1' ? {} : { divisor: line.divisor }),
    ...(Number(line.after) === 0 ? {} : { after: line.after }),
    ...(digits === undefined || back ? {} : { digits }),
  });
}

/** What a nested value is, where its text alone does not tell: digits that are a number. */
export function nestedType(type: NeutralType): string[] {
  return type.kind === 'decimal' ? ["'number'"] : [];
}

/** The table of a look-up as a constant of the module. */
export function lookupCode(
  { entries, unmatched }: TransformOf<'lookup'>,
  { name, hoisted, strict }: StepPlace,
): string {
  const list = entries.map(([from, to]) => `[${plainJson(from)}, ${plainJson(to)}]`).join(', ');
  const options = { ...(unmatched === 'fail' ? {} : { unmatched }), ...(strict ? { reversible: true } : {}) };
  const rest = Object.keys(options).length === 0 ? '' : `, ${plainJson(options)}`;
  return hoisted.name(`${name} table`, `step.lookup([${list}]${rest})`);
}

/** The template as a constant of the module, where it is read too or must be readable. */
export function templateName({ text }: TransformOf<'template'>, place: StepPlace): string {
  const rest = [textCode(text), plainJson(place.names), ...reversible(place)];
  return place.hoisted.name(`${place.name} template`, `step.template(${rest.join(', ')})`);
}

function templateCode(settings: TransformOf<'template'>, value: ValueCode, place: StepPlace): ValueCode {
  const values = value.parts ?? [value];
  const nullable = values.length > 0 && values.every((part) => part.nullable);
  const result = { type: textType, nullable };
  const simple = values.every((part) => isPlain(written(part)) || !part.nullable);
  if (place.strict || !simple) {
    return {
      code: `${templateName(settings, place)}.write([${values.map(({ code }) => code).join(', ')}])`,
      ...result,
    };
  }
  const pieces = templateParts(settings.text).map((part) => {
    if ('text' in part)
      return textCode(part.text)
        .slice(1, -1)
        .replace(/`|\$\{/g, '\\$&')
        .replaceAll("\\'", "'");
    const of = written(values[place.names.indexOf(part.field)] as ValueCode);
    return `\${${of.nullable && !(nullable && values.length === 1) ? `${operand(of)} ?? ''` : of.code}}`;
  });
  const text = `\`${pieces.join('')}\``;
  const empty = values
    .map(written)
    .map(({ code }) => `${code} === null`)
    .join(' && ');
  return { code: nullable ? `${empty} ? null : ${text}` : text, ...result };
}

/** What is written in a template as the very text that it is cast to: not made a text first. */
function written(part: ValueCode): ValueCode {
  const { raw } = part;
  return raw && (raw.type.kind === 'boolean' || isWhole(raw.type)) ? raw : part;
}

/** An expression is computed by the engine's own evaluator, from the fields by their names. */
function expressionCode(
  { text }: TransformOf<'expression'>,
  value: ValueCode,
  { step, names, name, hoisted }: StepPlace,
): ValueCode {
  const values = (value.parts ?? [value]).map((part) => part.raw ?? part);
  const types = Object.fromEntries(
    names.map((field, at) => [field, expressionTypeName((values[at] as ValueCode).type)]),
  );
  const evaluate = hoisted.name(
    `${name} formula`,
    `convert.expression<${codeType(step.gives).typescript} | null>(${textCode(text)}, ${plainJson(types)})`,
  );
  const given = names.map((field, at) => {
    const key = plainJson({ [field]: 0 }).slice(2, -5);
    return `${key}: ${(values[at] as ValueCode).code}`;
  });
  return {
    code: `${evaluate}(${given.length === 0 ? '{}' : `{ ${given.join(', ')} }`})`,
    type: step.gives,
    nullable: true,
  };
}

/** The name of a type as the expression language tells types apart. */
export function expressionTypeName(type: NeutralType): string {
  if (type.kind === 'array') return `array of ${expressionTypeName(type.of)}`;
  const own = ['boolean', 'int16', 'int32', 'int64', 'uint64', 'decimal', 'float32', 'float64'];
  return own.includes(type.kind) ? type.kind : 'text';
}
