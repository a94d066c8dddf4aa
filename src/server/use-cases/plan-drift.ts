import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlStatement } from '#core/ports/table-maker.ts';
import type { DerivedField } from '#core/tables/derived-table.ts';
import { deriveField } from '../drift/derive-field.ts';
import { createOption } from '../drift/drift-option.ts';
import { driftingLane } from '../drift/drifting-lane.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What an option would run, and where. */
export type DriftPlan = {
  connection: string;
  stream: string;
  field: DerivedField;
  statements: DdlStatement[];
  findings: PreflightFinding[];
};

/** The statements of an option that makes a field; changes nothing. Throws `INPUT_INVALID` for one that makes none. */
export async function planDrift(
  context: WorkspaceContext,
  input: { id: string; option: number },
): Promise<DriftPlan> {
  const { proposal, lane } = await driftingLane(context, input.id);
  const { connection, ...plan } = await deriveField(
    context,
    lane,
    createOption(proposal.options[input.option]),
  );
  return { connection: connection.name, ...plan };
}
