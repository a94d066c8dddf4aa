import { z } from 'zod';

/** Most steps that a pair has one way. */
const MOST_STEPS = 16;

/** Digits with an optional sign and point: a number that is never rounded to a float. */
const decimal = z.string().regex(/^-?\d{1,40}(\.\d{1,40})?$/, 'a plain decimal number, e.g. "0.01"');
const short = z.string().max(100);
const long = z.string().max(10_000);
/** Characters that separate, of which there must be one. */
const separator = z.string().min(1).max(20);

/** The same value always, whatever the source holds; a pair may name no source field then. */
const Constant = z.strictObject({ kind: z.literal('constant'), value: long.nullable() });

/** What stands in for an empty field (null). */
const Default = z.strictObject({ kind: z.literal('default'), value: long });

/** Takes blanks away at the ends; `inner` makes every run of them within the text one blank. */
const Trim = z.strictObject({
  kind: z.literal('trim'),
  where: z.enum(['both', 'start', 'end']).default('both'),
  inner: z.boolean().default(false),
});

const Case = z.strictObject({ kind: z.literal('case'), to: z.enum(['lower', 'upper', 'title']) });

/** A text to a list of its parts, or to one `part` of them (0 is the first, -1 the last). */
const Split = z.strictObject({
  kind: z.literal('split'),
  separator,
  part: z.int().min(-100).max(100).optional(),
});

/** A list, or the fields of a pair that has several, to one text. `empty` is about null and empty parts. */
const Join = z.strictObject({
  kind: z.literal('join'),
  separator: z.string().max(20),
  empty: z.enum(['keep', 'skip']).default('keep'),
});

/** A text with fields in it: `{first_name} {last_name}`; `{{` is a brace. */
const Template = z.strictObject({ kind: z.literal('template'), text: z.string().min(1).max(1000) });

/** A table of values. `unmatched` is what becomes of a value that it does not list. */
const Lookup = z.strictObject({
  kind: z.literal('lookup'),
  entries: z
    .array(z.tuple([short.nullable(), short.nullable()]))
    .min(1)
    .max(2000),
  unmatched: z
    .union([z.enum(['fail', 'keep']), z.strictObject({ default: short.nullable() })])
    .default('fail'),
});

const numberForm = {
  /** The mark before the fraction, and the one between groups of three digits ('' for none). */
  decimal: z.enum(['.', ',']).default('.'),
  group: z.enum(['', '.', ',', ' ', "'", '_']).default(''),
  prefix: z.string().max(10).default(''),
  suffix: z.string().max(10).default(''),
};
/** A text such as `1.234,50 €` to a number. */
const ReadNumber = z.strictObject({ kind: z.literal('read-number'), ...numberForm });
/** A number to such a text; `digits` after the point, none dropped in silence. */
const FormatNumber = z.strictObject({
  kind: z.literal('format-number'),
  ...numberForm,
  digits: z.int().min(0).max(30).optional(),
});

/** Tokens: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ; words between [brackets]. */
const dateFormat = z.string().min(1).max(60);
const ReadDate = z.strictObject({
  kind: z.literal('read-date'),
  format: dateFormat,
  to: z.enum(['date', 'time', 'timestamp', 'timestamptz']),
});
const FormatDate = z.strictObject({ kind: z.literal('format-date'), format: dateFormat });

/** A phone number in any spelling to E.164; `country` (ISO 3166, e.g. DE) is that of numbers without one. */
const Phone = z.strictObject({
  kind: z.literal('phone'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country in two capital letters, e.g. DE')
    .optional(),
});

/** An e-mail address without blanks around it, in lower case; `local: keep` leaves what is before the @. */
const Email = z.strictObject({
  kind: z.literal('email'),
  local: z.enum(['lower', 'keep']).default('lower'),
});

const emptyState = z.enum(['null', 'empty', 'fail']);
/**
 * The four states of nothing: `absent` (a JSON path that leads nowhere), `null`, `empty` (a text of no
 * characters) and `blank` (of blanks alone), and what becomes of each.
 */
const Empty = z.strictObject({
  kind: z.literal('empty'),
  absent: emptyState.default('null'),
  null: emptyState.default('null'),
  empty: emptyState.default('empty'),
  blank: z.enum(['null', 'empty', 'keep', 'fail']).default('keep'),
});

/** `(x + before) · factor / divisor + after`, exactly; rounded half away from zero only to `digits`. */
const Scale = z.strictObject({
  kind: z.literal('scale'),
  factor: decimal.default('1'),
  divisor: decimal.default('1'),
  before: decimal.default('0'),
  after: decimal.default('0'),
  digits: z.int().min(0).max(30).optional(),
});

/** From one unit to another of the same kind, e.g. lb to kg; `digits` as in `scale`. */
const Unit = z.strictObject({
  kind: z.literal('unit'),
  from: short,
  to: short,
  digits: z.int().min(0).max(30).optional(),
});

const path = z
  .array(z.union([z.string().max(200), z.int().min(0).max(100_000)]))
  .min(1)
  .max(20);
/** What stands at a place in a JSON document. */
const Path = z.strictObject({
  kind: z.literal('path'),
  path,
  as: z.enum(['text', 'number', 'boolean', 'json']).default('text'),
});
/** A JSON document that holds the value at a place, and nothing else. */
const Nest = z.strictObject({ kind: z.literal('nest'), path: z.array(z.string().max(200)).min(1).max(20) });

/** A computed value, in the expression language. */
const Expression = z.strictObject({ kind: z.literal('expression'), text: z.string().min(1).max(2000) });

/** One step that a value takes between two fields. */
export const Transform = z.discriminatedUnion('kind', [
  Constant,
  Default,
  Trim,
  Case,
  Split,
  Join,
  Template,
  Lookup,
  ReadNumber,
  FormatNumber,
  ReadDate,
  FormatDate,
  Phone,
  Email,
  Empty,
  Scale,
  Unit,
  Path,
  Nest,
  Expression,
]);
export type Transform = z.infer<typeof Transform>;

export type TransformKind = Transform['kind'];

/** The settings of one kind of step. */
export type TransformOf<K extends TransformKind> = Extract<Transform, { kind: K }>;

const steps = z.array(Transform).max(MOST_STEPS);

/**
 * The steps of a field pair, each way: `forward` from left to right, in the order in which they are taken.
 * A way that is not given is the inverse of the other one; an empty list is the plain cast.
 */
export const PairTransform = z.strictObject({ forward: steps.optional(), backward: steps.optional() });
export type PairTransform = z.infer<typeof PairTransform>;
