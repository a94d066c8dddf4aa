import type { WantedChange, WantedReference, WantedTable } from './wanted-change.ts';

/**
 * The changes that make these tables: each after those that it refers to. A reference that closes a circle
 * is taken out of its table and added when all of them are there; a table may refer to itself.
 */
export function orderTables(tables: readonly WantedTable[]): WantedChange[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const done = new Set<string>();
  const open = new Set<string>();
  const created: WantedChange[] = [];
  const added: WantedChange[] = [];

  const visit = (table: WantedTable) => {
    if (done.has(table.name) || open.has(table.name)) return;
    open.add(table.name);
    for (const parent of parentsOf(table)) {
      const wanted = byName.get(parent);
      if (wanted) visit(wanted);
    }
    open.delete(table.name);
    done.add(table.name);
    const waits = ({ stream }: WantedReference) =>
      stream !== table.name && byName.has(stream) && !created.some((change) => creates(change, stream));
    const references = table.references.filter((reference) => !waits(reference));
    created.push({ kind: 'create-table', table: { ...table, references } });
    for (const reference of table.references.filter(waits)) {
      added.push({ kind: 'add-reference', stream: table.name, reference });
    }
  };
  for (const table of tables) visit(table);
  return [...created, ...added];
}

function parentsOf(table: WantedTable): string[] {
  return table.references.map(({ stream }) => stream).filter((stream) => stream !== table.name);
}

function creates(change: WantedChange, stream: string): boolean {
  return change.kind === 'create-table' && change.table.name === stream;
}
