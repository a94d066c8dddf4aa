import fc from 'fast-check';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { plainKinds } from '#core/values/plain-kinds.ts';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';

/** Names that break what does not quote: keywords, quotes, capitals, other scripts, injections. */
const names = fc.oneof(
  fc.constantFrom(
    'id',
    'order',
    'select',
    'Group',
    'accountOwner',
    'account_owner',
    'two words',
    'a"b',
    "it's",
    'back`tick',
    'semi;colon',
    'x"); DROP TABLE y; --',
    'Größe',
    '名前',
    'a.b',
    '100%',
    'back\\slash',
  ),
  fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
);

const precision = fc.integer({ min: 0, max: 6 });
const plain: fc.Arbitrary<NeutralType> = fc.oneof(
  fc.constantFrom(...plainKinds.map((kind): NeutralType => ({ kind }))),
  fc.constant<NeutralType>({ kind: 'decimal' }),
  fc.tuple(fc.integer({ min: 1, max: 38 }), fc.nat({ max: 30 })).map(
    ([digits, scale]): NeutralType => ({
      kind: 'decimal',
      precision: digits,
      scale: Math.min(scale, digits),
    }),
  ),
  fc.constant<NeutralType>({ kind: 'text' }),
  fc.integer({ min: 1, max: 500 }).map((max): NeutralType => ({ kind: 'text', max })),
  fc
    .tuple(fc.constantFrom('time' as const, 'timestamp' as const, 'timestamptz' as const), precision)
    .map(([kind, digits]): NeutralType => ({ kind, precision: digits })),
  fc
    .uniqueArray(fc.constantFrom('new', 'in use', "won't", 'Größe', 'a"b', 'back\\slash', 'b,c'), {
      minLength: 1,
    })
    .map((values): NeutralType => ({ kind: 'enum', values })),
  fc.constant<NeutralType>({ kind: 'native', name: 'geometry' }),
);
const types = fc.oneof(
  { weight: 6, arbitrary: plain },
  { weight: 1, arbitrary: plain.map((of): NeutralType => ({ kind: 'array', of })) },
);
/** Types that every system compares for equality. */
const keyTypes = fc.constantFrom<NeutralType>(
  { kind: 'int32' },
  { kind: 'int64' },
  { kind: 'uint64' },
  { kind: 'uuid' },
  { kind: 'date' },
  { kind: 'text', max: 60 },
  { kind: 'text' },
  { kind: 'decimal', precision: 12, scale: 2 },
  { kind: 'timestamptz', precision: 6 },
);

const comments = fc.constantFrom(null, 'plain', "it's; a -- 'comment'", 'Größe in "cm" \\ in');

/**
 * Streams drawn at random, as a system's introspection would give them: any names and types, keys of one or
 * two fields, unique sets, references among them, in circles too.
 */
export const drawnSchemas: fc.Arbitrary<StreamSchema[]> = fc
  .array(
    fc.record({
      name: names,
      keys: fc.array(keyTypes, { minLength: 1, maxLength: 2 }),
      keyNames: fc.uniqueArray(names, { minLength: 2, maxLength: 2, selector: (name) => name.toLowerCase() }),
      others: fc.array(fc.record({ name: names, type: types, nullable: fc.boolean(), comment: comments }), {
        maxLength: 8,
      }),
      unique: fc.option(keyTypes),
      parent: fc.option(fc.nat({ max: 3 })),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((drawn) => {
    const streams = drawn.map(({ name, keys, keyNames, others, unique }, at): StreamSchema => {
      const key = keys.map((type, n) => ({ name: keyNames[n] ?? '', type, nullable: false, comment: null }));
      const taken = new Set(key.map((field) => field.name.toLowerCase()));
      const rest = others.filter(({ name: other }) => {
        const fresh = !taken.has(other.toLowerCase());
        taken.add(other.toLowerCase());
        return fresh;
      });
      const extra = unique ? [{ name: 'a unique one', type: unique, nullable: true, comment: null }] : [];
      return {
        name: `made.${at}${name}`,
        fields: [...key, ...rest, ...extra].map(asField),
        key: key.map((field) => field.name),
        uniques: extra.map((field) => [field.name]),
        references: [],
        rowEstimate: null,
        beforeImage: 'full',
      };
    });
    return streams.map((stream, at) => referring(stream, streams[drawn[at]?.parent ?? -1]));
  });

function asField(field: Pick<Field, 'name' | 'type' | 'nullable' | 'comment'>): Field {
  return { ...field, nativeType: field.type.kind, hasDefault: false, readOnly: false };
}

/** The stream with fields that refer to its parent's key. */
function referring(stream: StreamSchema, parent: StreamSchema | undefined): StreamSchema {
  if (!parent) return stream;
  const fields = parent.key.map((name, n): Field => {
    const { type } = parent.fields.find((field) => field.name === name) as Field;
    return asField({ name: `parent ${n}`, type, nullable: true, comment: null });
  });
  const reference = {
    fields: fields.map(({ name }) => name),
    stream: parent.name,
    referencedFields: parent.key,
  };
  return { ...stream, fields: [...stream.fields, ...fields], references: [reference] };
}
