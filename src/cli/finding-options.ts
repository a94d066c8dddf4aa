import { type Command, Option } from 'commander';
import { Disagreement } from '#core/ledger/verify-report.ts';
import type { FindingFilter } from '#core/operations/finding-selection.ts';
import type { Session } from './cli.ts';
import { CliError, usageError } from './cli-error.ts';
import { findFlow } from './find-flow.ts';

/** Which findings of which verify, as options of a command. */
export type FindingOptions = {
  flow?: string;
  verify?: string;
  kind?: Disagreement['kind'];
  field?: string;
};

/** Adds the filters of a verify's findings to a command. */
export function addFindingFilters(command: Command): Command {
  return command
    .option('--flow <name>', 'of the last verify of this flow')
    .option('--verify <id>', 'of this verify')
    .addOption(new Option('--kind <kind>', 'that differ so').choices([...Disagreement.shape.kind.options]))
    .option('--field <name>', 'that differ in this field, by its name on the left');
}

/** What the options ask for. Wrong usage where they name no verify; `NOT_FOUND` where the flow has none. */
export async function findingFilterOf(
  session: Session,
  { flow, verify, kind, field }: FindingOptions,
): Promise<FindingFilter> {
  if ((flow === undefined) === (verify === undefined)) {
    throw usageError('Name one verify.', 'Give --flow NAME for its last one, or --verify ID.');
  }
  return { verifyId: verify ?? (await lastVerify(session, flow ?? '')), kind, field };
}

async function lastVerify(session: Session, name: string): Promise<string> {
  const { workspace, id: flowId, name: flow } = await findFlow(session, name);
  const asked = { workspace, kind: 'verify', flowId, limit: 20 } as const;
  const { operations } = await session.api.operation.list.query(asked);
  const last = operations.find(({ state }) => state === 'done');
  if (last) return last.id;
  throw new CliError('NOT_FOUND', `"${flow}" was not verified lately.`, {
    remedy: `Compare its sides first: syncline verify "${flow}".`,
  });
}
