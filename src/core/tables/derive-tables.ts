import type { TableDialect } from '../ports/table-maker.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { applyNaming, type Naming } from './apply-naming.ts';
import { deriveFields } from './derive-fields.ts';
import { deriveReferences } from './derive-references.ts';
import type { DerivedTable } from './derived-table.ts';
import { freeName } from './free-name.ts';
import { indexedWith } from './indexed-with.ts';
import type { FieldProfile } from './profile-fields.ts';
import type { TableWish } from './table-wish.ts';

/** A stream of which a table is derived. */
export type TableSource = {
  schema: StreamSchema;
  /** By field; empty where no sample was taken. */
  profiles: ReadonlyMap<string, FieldProfile>;
  wish: TableWish;
};

export type TableDerivation = {
  /** The connector that the streams come from, and its own reading of their names. */
  from: { connector: string; tableOf: (stream: string) => string };
  sources: readonly TableSource[];
  dialect: TableDialect;
  naming: Naming;
  /** The target's streams as they are. */
  beside: readonly StreamSchema[];
};

/**
 * Derives a table of another system from each stream: names in its convention, types by declared type
 * and sampled values, keys, unique sets, indexes and references. In the order of the sources.
 */
export function deriveTables(derivation: TableDerivation): DerivedTable[] {
  const names = tableNames(derivation);
  const tables = derivation.sources.map((source) =>
    deriveTable(derivation, source, names.get(source.schema.name) ?? source.schema.name),
  );
  return tables.map((derived, at) => {
    const { schema } = derivation.sources[at] as TableSource;
    const { references, notes } = deriveReferences(derivation, schema, derived, tables);
    const table = { ...derived.table, references };
    return {
      ...derived,
      table: { ...table, indexes: [...table.indexes, ...referenceIndexes({ ...table, references })] },
      notes: [...derived.notes, ...notes],
    };
  });
}

/** New streams' names by their sources': a name that is taken is kept, so that the plan says that it is. */
function tableNames({ from, sources, dialect, naming, beside }: TableDerivation): Map<string, string> {
  const existing = beside.map(({ name }) => name);
  const names = new Map<string, string>();
  for (const { schema, wish } of sources) {
    const cut = freeName(applyNaming(from.tableOf(schema.name), naming), [], dialect);
    const proposed = dialect.streamFor(cut, existing);
    names.set(schema.name, wish.name === undefined ? proposed : dialect.normalStream(wish.name));
  }
  return names;
}

function deriveTable(derivation: TableDerivation, source: TableSource, name: string): DerivedTable {
  const { schema, wish } = source;
  const fields = deriveFields(derivation, source, name, (field) => indexedWith(schema, wish.match, field));
  const made = new Map(fields.filter((field) => !field.leftOut).map((field) => [field.source, field.name]));
  const rename = (set: readonly string[]) => set.map((field) => made.get(field));
  const whole = (set: (string | undefined)[]): set is string[] =>
    set.length > 0 && set.every((field) => field !== undefined);

  const key = rename(schema.key);
  const uniques = schema.uniques.map(rename).filter(whole);
  const notes: string[] = [];
  if (schema.key.length > 0 && !whole(key))
    notes.push('A field of the key is left out: the table gets no key.');
  const table = {
    name,
    fields: fields.filter((field) => !field.leftOut).map(wanted),
    key: whole(key) ? key : [],
    uniques,
    indexes: [] as string[][],
    references: [],
  };
  const match = wish.match.length > 0 ? wish.match : matchSet(schema);
  const matched = rename(match);
  if (!whole(matched)) {
    notes.push('Nothing finds one record: give the source a primary key, or choose fields to match by.');
    return { source: schema.name, table, fields, match: [], notes };
  }
  if (![table.key, ...uniques].some((set) => sameSet(set, matched))) {
    table.indexes.push(matched);
    notes.push(`Records are looked up by ${matched.join(', ')}: the table gets an index over it.`);
  }
  const pairs = match.map((field, at): [string, string] => [field, matched[at] as string]);
  return { source: schema.name, table, fields, match: pairs, notes };
}

function wanted({
  name,
  type,
  nativeType,
  nullable,
  default: filled,
  comment,
}: DerivedTable['fields'][number]) {
  return { name, type, nativeType, nullable, default: filled, comment };
}

/** The key, or else a unique set whose fields are never empty. */
function matchSet(schema: StreamSchema): string[] {
  if (schema.key.length > 0) return schema.key;
  const filled = (name: string) => schema.fields.some((field) => field.name === name && !field.nullable);
  return schema.uniques.find((set) => set.every(filled)) ?? [];
}

/** A parent that is changed or deleted looks for its children. */
function referenceIndexes({ key, uniques, indexes, references }: DerivedTable['table']): string[][] {
  const found = [key, ...uniques, ...indexes];
  const missing: string[][] = [];
  for (const { fields } of references) {
    const served = [...found, ...missing].some((set) => fields.every((field, at) => set[at] === field));
    if (!served) missing.push(fields);
  }
  return missing;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
