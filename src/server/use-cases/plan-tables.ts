import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlStatement } from '#core/ports/table-maker.ts';
import type { Naming } from '#core/tables/apply-naming.ts';
import type { DerivedTable } from '#core/tables/derived-table.ts';
import { orderTables } from '#core/tables/order-tables.ts';
import { withConnection } from '../connections/with-session.ts';
import { deriveFor } from '../tables/derive-for.ts';
import { tableMakerOf } from '../tables/table-maker-of.ts';
import type { TablesInput } from '../tables/tables-input.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type TablePlan = {
  naming: Naming;
  /** What the target's own names follow. */
  detected: Naming;
  /** In the order in which they were asked for. */
  tables: DerivedTable[];
  /** In the order in which they run. */
  statements: DdlStatement[];
  /** What stands in the way. */
  findings: PreflightFinding[];
};

/** What would be made in one connection of streams of another one; changes nothing. */
export async function planTables(context: WorkspaceContext, input: TablesInput): Promise<TablePlan> {
  const { to, naming, detected, tables } = await deriveFor(context, input);
  const changes = orderTables(tables.map(({ table }) => table));
  const { statements, findings } = await withConnection(context.services, to, (session) =>
    tableMakerOf(session, to.name).plan(changes),
  );
  return { naming, detected, tables, statements, findings };
}
