import type { DdlReport } from '#core/ports/table-maker.ts';
import { type CreatedStream, createdPairs } from '#core/tables/created-pairs.ts';
import { streamsOf } from '../connections/streams-of.ts';
import { deriveFor } from '../tables/derive-for.ts';
import { runStatements } from '../tables/run-statements.ts';
import type { TablesInput } from '../tables/tables-input.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What came of it: what ran exactly, and the streams that are there now with their pairs. */
export type CreatedTables = { report: DdlReport; created: CreatedStream[] };

/**
 * Makes streams of one connection in another one: runs the text that a person has seen, as it stands, and joins what
 * is there then with the source. Throws `INPUT_INVALID` for statements that do more than make streams.
 */
export async function createTables(
  context: WorkspaceContext,
  input: TablesInput & { sql: string },
): Promise<CreatedTables> {
  const { from, to, tables } = await deriveFor(context, input);
  const names = tables.map(({ table }) => table.name).join(', ');
  const report = await runStatements(context, to, input.sql, { tables: names, from: from.name });
  const sources = await streamsOf(context.services, from);
  const there = await streamsOf(context.services, to, { refresh: true });
  const created = tables.flatMap((derived) => {
    const source = sources.find(({ name }) => name === derived.source);
    const made = there.find(({ name }) => name === derived.table.name);
    if (!source || !made || (report.ran.length === 0 && report.failed)) return [];
    return [createdPairs(derived, source, made, from.name)];
  });
  return { report, created };
}
