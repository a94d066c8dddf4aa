import type { Command } from 'commander';
import { SyncError } from '#core/errors/sync-error.ts';
import { trialDifferences } from '#core/trial/trial-counts.ts';
import { TrialReport } from '#core/trial/trial-report.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseSpan } from '../parse-span.ts';
import { readFlowFile } from '../read-flow-file.ts';
import { requireDone } from '../require-done.ts';
import { trialReportText } from '../trial-report-text.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = { past?: number; beside?: number; file?: string };

/** `flow try`: what a draft would have made of past changes, or would make of the next; exit 3 where anything differs. */
export function flowTry(parent: Command, cli: Cli): void {
  parent
    .command('try')
    .description('Try a draft on changes that the live version has carried, or carries, writing nowhere')
    .argument('<name>', 'the flow')
    .option('--past <time>', 'on the changes of this time until now (24h unless said otherwise)', parseSpan)
    .option('--beside <time>', 'beside the live version, for this time from now on', parseSpan)
    .option('--file <path>', 'try the flow as this file has it, in place of the draft')
    .addHelpText(
      'after',
      examples(
        'flow try "CRM and App"',
        'flow try "CRM and App" --past 3d --file crm.json',
        'flow try Orders --beside 10m',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [name], { past, beside, file }) => {
        const { api, output } = session;
        if (past !== undefined && beside !== undefined) {
          throw new SyncError('INPUT_INVALID', 'Give --past or --beside, not both.');
        }
        const { workspace, id: flowId } = await findFlow(session, name);
        const graph = file ? (await readFlowFile(file, session.stdin))[0] : undefined;
        const { id } = await api.operation.startTrial.mutate({
          workspace,
          flowId,
          span:
            beside === undefined
              ? { kind: 'past', seconds: past ?? 86_400 }
              : { kind: 'beside', seconds: beside },
          ...(graph ? { graph } : {}),
        });
        const operation = await watchOperation(session, id, { cancel: true });
        requireDone(operation);
        const report = TrialReport.parse(operation.result);
        output.result({ operation: id, ...report }, () => trialReportText(output, report));
        return trialDifferences(report) > 0 ? exitCodes.difference : exitCodes.success;
      }),
    );
}
