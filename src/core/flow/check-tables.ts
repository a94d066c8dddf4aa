import { tablesRead } from '../code/tables-read.ts';
import type { FlowGraph, FlowTable } from './flow-graph.ts';
import { nodeTitle } from './node-title.ts';
import type { ProblemList } from './problem-list.ts';

/** A flow's look-up tables: each name once, each value once in a table, and none that code reads and is not there. */
export function checkTables(graph: FlowGraph, problems: ProblemList): void {
  const tables = graph.tables ?? [];
  const names = tables.map(({ name }) => name);
  for (const name of twice(names)) {
    problems.error('TABLE_INVALID', {}, `Two look-up tables are called "${name}".`, 'Rename one of them.');
  }
  for (const table of tables) checkEntries(table, problems);
  for (const node of graph.nodes) {
    if (node.kind !== 'code') continue;
    for (const name of tablesRead(node.source)) {
      if (names.includes(name)) continue;
      // Whether the name is the flow's, and not one that the code declares itself, the type check knows.
      problems.warning(
        'TABLE_INVALID',
        { nodeId: node.id },
        `${nodeTitle(node)} reads the look-up table "${name}", which the flow does not have.`,
        names.length > 0
          ? `Read one that it has (${names.slice(0, 5).join(', ')}), or add the table.`
          : 'Add the table to the flow.',
      );
    }
  }
}

function checkEntries({ name, entries }: FlowTable, problems: ProblemList): void {
  const repeated = twice(entries.map(([value]) => value));
  if (repeated.length === 0) return;
  const shown = repeated.slice(0, 3).map((value) => `"${value}"`);
  const more = repeated.length > 3 ? ` and ${repeated.length - 3} more` : '';
  problems.error(
    'TABLE_INVALID',
    {},
    `The look-up table "${name}" lists ${shown.join(', ')}${more} more than once.`,
    'Keep one row of each value.',
  );
}

/** What is listed more than once, each once. */
function twice(list: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const each of list) (seen.has(each) ? again : seen).add(each);
  return [...again];
}
