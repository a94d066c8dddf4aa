import { added, compare, type FlowChange, removed } from './flow-change.ts';
import type { FlowGraph, FlowTable } from './flow-graph.ts';

const told = 20;

/** What changes in a flow's look-up tables, row by row; a table of which much changes is told in numbers. */
export function tableChanges(before: FlowGraph | null, after: FlowGraph): FlowChange[] {
  const old = new Map(before?.tables?.map((table) => [table.name, table]));
  const now = new Map(after.tables?.map((table) => [table.name, table]));
  const gone = [...old.keys()]
    .filter((name) => !now.has(name))
    .map((name) => removed(pathOf(name), name, `Removes the look-up table "${name}".`));
  const kept = [...now.values()].flatMap((table) => {
    const earlier = old.get(table.name);
    if (earlier) return rowChanges(earlier, table);
    const rows = `${table.entries.length} row${table.entries.length === 1 ? '' : 's'}`;
    return [added(pathOf(table.name), rows, `Adds the look-up table "${table.name}" with ${rows}.`)];
  });
  return [...gone, ...kept];
}

const pathOf = (name: string) => `tables › ${name}`;

function rowChanges(before: FlowTable, after: FlowTable): FlowChange[] {
  const [old, now] = [new Map(before.entries), new Map(after.entries)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((value) => {
    const [was, is] = [shown(old, value), shown(now, value)];
    const sentence =
      is === undefined
        ? `The look-up table "${after.name}" lists "${value}" no more.`
        : `In the look-up table "${after.name}", "${value}" becomes ${is}.`;
    return compare(`${pathOf(after.name)} › ${value}`, was, is, sentence);
  });
  if (changes.length <= told) return changes;
  const count = (what: FlowChange['what']) => changes.filter((change) => change.what === what).length;
  const sentence = `In the look-up table "${after.name}", ${count('added')} rows are added, ${count('changed')} changed and ${count('removed')} removed.`;
  return [
    {
      what: 'changed',
      path: pathOf(after.name),
      before: `${before.entries.length} rows`,
      after: `${after.entries.length} rows`,
      sentence,
    },
  ];
}

/** What a value becomes; undefined where the table does not list it. */
function shown(rows: ReadonlyMap<string, string | null>, value: string): string | undefined {
  if (!rows.has(value)) return undefined;
  const becomes = rows.get(value) ?? null;
  return becomes === null ? 'null' : `"${becomes}"`;
}
