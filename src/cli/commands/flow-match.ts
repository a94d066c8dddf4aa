import type { Command } from 'commander';
import { SyncError } from '#core/errors/sync-error.ts';
import { MatchReport } from '#core/matching/match-report.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { matchReportText } from '../match-report-text.ts';
import { readFlowFile } from '../read-flow-file.ts';
import { requireDone } from '../require-done.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = { mapping?: string; file?: string };

/** `flow match`: a dry run of how records would be linked; exit 3 when any would wait or does not fit. */
export function flowMatch(parent: Command, cli: Cli): void {
  parent
    .command('match')
    .description('Try how existing records would be linked, and what their first meeting would write')
    .argument('<name>', 'the flow')
    .option('--mapping <id>', 'the mapping, where the flow has several')
    .option('--file <path>', 'try the flow as this file has it, in place of the draft')
    .addHelpText('after', examples('flow match "CRM and App"', 'flow match "CRM and App" --file crm.json'))
    .action(
      cli.action<[string], Options>(async (session, [name], { mapping, file }) => {
        const { api, output } = session;
        const { workspace, id: flowId } = await findFlow(session, name);
        const graph = file ? (await readFlowFile(file, session.stdin))[0] : undefined;
        const tried = graph ?? (await api.flow.get.query({ workspace, id: flowId })).draft;
        const mappings = tried.nodes.filter((node) => node.kind === 'mapping').map(({ id }) => id);
        const [only] = mappings;
        if (!mapping && (mappings.length !== 1 || !only)) {
          const which = mappings.length === 0 ? 'has no mapping' : `has ${mappings.join(', ')}: name one`;
          throw new SyncError('INPUT_INVALID', `"${name}" ${which}.`);
        }
        const { id } = await api.operation.startMatch.mutate({
          workspace,
          flowId,
          mapping: mapping ?? only ?? '',
          ...(graph ? { graph } : {}),
        });
        const operation = await watchOperation(session, id, { cancel: true });
        requireDone(operation);
        const report = MatchReport.parse(operation.result);
        output.result({ operation: id, ...report }, () => matchReportText(output, report));
        const { left, right } = report.ambiguous;
        return left + right + report.meeting.refused > 0 ? exitCodes.difference : exitCodes.success;
      }),
    );
}
