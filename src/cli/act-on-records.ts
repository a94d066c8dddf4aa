import type { Command } from 'commander';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { actionVerbs, describeAction } from '#core/operations/describe-action.ts';
import { recordsToConfirm } from '#core/operations/records-to-confirm.ts';
import { askYes } from './ask-yes.ts';
import { bulkResultText } from './bulk-result-text.ts';
import type { Session } from './cli.ts';
import { type ExitCode, exitCodes } from './cli-error.ts';
import { figures } from './format-figures.ts';
import { parseNumber } from './parse-number.ts';
import { requireDone } from './require-done.ts';
import { watchOperation } from './watch-operation.ts';

/** How a bulk action is asked for on the command line. */
export type BulkOptions = { dryRun?: boolean; yes?: boolean; rate?: number; detach?: boolean };

/** What is acted on, and what follows. */
type Asked = (
  | { filter: LedgerFilter }
  /** Begins the dry run, where it is not over lines that a filter finds. */
  | { preview: () => Promise<{ id: string }> }
) & {
  /** Called with the operation's id as soon as it is under way. */
  onStarted?: (operationId: string) => Promise<void>;
};

/** Records of each outcome that a preview shows. */
const SAMPLES = 3;

/** Adds what every bulk action takes. */
export function addBulkOptions(command: Command): Command {
  return command
    .option('--dry-run', 'show what it would do and change nothing; exit 3 where records would be refused')
    .option('--yes', 'do it without asking')
    .option('--rate <records>', 'records a second at most', parseNumber(1, 1_000_000))
    .option('--detach', 'start it and return');
}

/**
 * Shows what an action would do to records, asks, and does it.
 * @returns 3 where records were refused
 */
export async function actOnRecords(
  session: Session,
  action: BulkAction,
  { dryRun = false, yes = false, rate, detach = false }: BulkOptions,
  asked: Asked,
): Promise<ExitCode> {
  const { api, output } = session;
  const workspace = await session.workspace();
  const { id: previewId } = await ('preview' in asked
    ? asked.preview()
    : api.bulk.preview.mutate({ workspace, filter: asked.filter, action }));
  const preview = await resultOf(session, previewId, true);
  const samples = await samplesOf(session, workspace, previewId, preview);
  const told = () => bulkResultText(output, preview, { preview: true, samples });
  if (dryRun) {
    output.result({ id: previewId, ...preview, samples }, told);
    return codeOf(preview);
  }
  const records = recordsToConfirm(action, preview.counts);
  output.note(`${describeAction(action)}\n\n${told()}\n`);
  if (records === 0) {
    output.result({ id: null, ...preview }, () => 'There is nothing to be done.');
    return codeOf(preview);
  }
  const question = `${actionVerbs[action.kind]} ${figures.count(records)} ${records === 1 ? 'record' : 'records'}?`;
  if (!yes && !(await askYes(session, question, '--dry-run'))) {
    output.result({ id: null }, () => 'Nothing was done.');
    return exitCodes.success;
  }
  const { id } = await api.bulk.start.mutate({ workspace, previewId, records, rate: rate ?? null });
  if (!detach) output.note(`It goes on by itself: syncline operations watch ${id}, operations pause ${id}.`);
  await asked.onStarted?.(id);
  if (detach) {
    output.result({ id }, () => `Started. syncline operations watch ${id} shows it.`);
    return exitCodes.success;
  }
  const result = await resultOf(session, id, false);
  output.result({ id, ...result }, () => bulkResultText(output, result, { preview: false, samples: [] }));
  return codeOf(result);
}

async function resultOf(session: Session, id: string, cancel: boolean): Promise<BulkResult> {
  const operation = await watchOperation(session, id, { cancel });
  const result = BulkResult.safeParse(operation.result).data;
  if (operation.state !== 'done' && result) {
    const text = bulkResultText(session.output, result, { preview: cancel, samples: [] });
    session.output.note(`It ended early. Until then:\n\n${text}\n`);
  }
  requireDone(operation);
  return BulkResult.parse(operation.result);
}

async function samplesOf(
  session: Session,
  workspace: string,
  id: string,
  { counts }: BulkResult,
): Promise<ShownResult[]> {
  const samples: ShownResult[] = [];
  for (const outcome of ['done', 'refused', 'held', 'parked'] as const) {
    if (counts[outcome] === 0) continue;
    const page = { workspace, id, outcome, samples: true, limit: SAMPLES };
    samples.push(...(await session.api.bulk.results.query(page)).records);
  }
  return samples;
}

function codeOf({ counts }: BulkResult): ExitCode {
  return counts.refused + counts.failed > 0 ? exitCodes.difference : exitCodes.success;
}
