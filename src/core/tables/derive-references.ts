import type { StreamSchema } from '../values/stream-schema.ts';
import { applyNaming } from './apply-naming.ts';
import type { TableDerivation } from './derive-tables.ts';
import type { DerivedTable } from './derived-table.ts';
import type { WantedReference } from './wanted-change.ts';

type Parent = { stream: string; fields: string[] };

/**
 * The references of a derived table: to tables that are made with it, or to such as are there already
 * under the name that they would get. Others are told as left out.
 *
 * @param tables every table that is derived together with this one
 */
export function deriveReferences(
  derivation: TableDerivation,
  schema: StreamSchema,
  derived: DerivedTable,
  tables: readonly DerivedTable[],
): { references: WantedReference[]; notes: string[] } {
  const references: WantedReference[] = [];
  const notes: string[] = [];
  for (const reference of schema.references) {
    const shown = reference.fields.join(', ');
    const made = tables.find((table) => table.source === reference.stream);
    const parent = made ? parentMade(made, reference) : parentThere(derivation, reference);
    const fields = renamed(derived, reference.fields);
    if (parent && fields) {
      references.push({ fields, stream: parent.stream, referencedFields: parent.fields });
      if (!made)
        notes.push(
          `${shown} refers to ${parent.stream}, which is there already: a record needs its own there.`,
        );
    } else if (made || !fields) {
      notes.push(`The reference of ${shown} to ${reference.stream} is left out with its fields.`);
    } else {
      notes.push(
        `${shown} gets no reference: ${reference.stream} is not made with it. Choose it too to have one.`,
      );
    }
  }
  return { references, notes };
}

type SourceReference = StreamSchema['references'][number];

function parentMade(made: DerivedTable, { referencedFields }: SourceReference): Parent | null {
  const fields = renamed(made, referencedFields);
  const { key, uniques, name } = made.table;
  return fields && isUnique([key, ...uniques], fields) ? { stream: name, fields } : null;
}

function parentThere(
  { beside, dialect, from, naming }: TableDerivation,
  { stream, referencedFields }: SourceReference,
): Parent | null {
  const names = beside.map(({ name }) => name);
  const name = dialect.streamFor(applyNaming(from.tableOf(stream), naming), names);
  const there = beside.find((each) => each.name === name);
  const fields = referencedFields.map((field) => applyNaming(field, naming));
  return there && isUnique([there.key, ...there.uniques], fields) ? { stream: name, fields } : null;
}

function renamed(table: DerivedTable, fields: readonly string[]): string[] | null {
  const names = fields.map(
    (field) => table.fields.find((made) => made.source === field && !made.leftOut)?.name,
  );
  return names.every((name) => name !== undefined) ? names : null;
}

function isUnique(sets: readonly string[][], fields: readonly string[]): boolean {
  return sets.some((set) => set.length === fields.length && set.every((name) => fields.includes(name)));
}
