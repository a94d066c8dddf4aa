import type { DdlReport } from '#core/ports/table-maker.ts';
import { requireMaking } from '#core/tables/require-making.ts';
import type { StoredConnection } from '../connections/find-connection.ts';
import { withConnection } from '../connections/with-session.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { tableMakerOf } from './table-maker-of.ts';

/** An index over a large table takes its time. */
const WITHIN_MS = 15 * 60_000;

/**
 * Runs the statements of a text in a connection, and writes down who ran which and what came of it.
 * Throws `INPUT_INVALID` for statements that do more than make or extend streams.
 */
export async function runStatements(
  context: WorkspaceContext,
  to: StoredConnection,
  sql: string,
  about: Record<string, unknown>,
): Promise<DdlReport> {
  const tell = (detail: Record<string, unknown>) =>
    context.audit({
      action: 'table.create',
      target: { kind: 'connection', id: to.id, name: to.name },
      detail: { ...about, ...detail },
    });
  const report = await withConnection(
    context.services,
    to,
    async (session) => {
      const maker = tableMakerOf(session, to.name);
      const statements = (await maker.dialect()).split(sql);
      requireMaking(statements);
      return maker.execute(statements);
    },
    WITHIN_MS,
  ).catch(async (error: unknown) => {
    // What had run by then is not known: at least who sent what is.
    await tell({ sent: sql, refused: error instanceof Error ? error.message : String(error) });
    throw error;
  });
  const { failed, ran, undone } = report;
  await tell({ ran, undone, refused: failed?.message ?? null, statement: failed?.sql ?? null });
  return report;
}
