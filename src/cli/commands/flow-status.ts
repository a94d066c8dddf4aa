import type { Command } from 'commander';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { Cli } from '../cli.ts';
import { driftLines } from '../drift-lines.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { flowStatusText } from '../flow-status-text.ts';
import { pauseBetween } from '../pause-between.ts';

/** `flow status`: once, or with `--watch` whenever it changes, until interrupted. */
export function flowStatus(parent: Command, cli: Cli): void {
  parent
    .command('status')
    .description('Say how a flow is doing')
    .argument('<name>', 'the flow')
    .option('--watch', 'go on showing it until interrupted; with --json, one value a line')
    .addHelpText('after', examples('flow status "CRM and App"', 'flow status "CRM and App" --watch'))
    .action(
      cli.action<[string], { watch?: boolean }>(async (session, [name], { watch }) => {
        const { api, output, signal } = session;
        const { workspace, id } = await findFlow(session, name);
        const read = () => api.flow.status.query({ workspace, id });
        if (!watch) {
          const [status, found] = await Promise.all([
            read(),
            api.drift.list.query({ workspace, flowId: id }),
          ]);
          const drifts = found.filter(({ ignoredBy }) => ignoredBy === null);
          output.result(status && { ...status, drifts }, () =>
            [flowStatusText(output, name, status), ...driftLines(output, drifts)].join('\n'),
          );
          return undefined;
        }
        const live = output.live();
        let lastAt: FlowStatus['at'] | null = null;
        while (!signal.aborted) {
          const status = await read();
          if (output.json && status && status.at !== lastAt) output.item(status, () => '');
          const lines = flowStatusText(output, name, status).split('\n');
          live.update(new Map(lines.map((line, index) => [String(index), line])));
          lastAt = status?.at ?? null;
          await pauseBetween(1000, signal).catch((error) => {
            if (!signal.aborted) throw error;
          });
        }
        return undefined;
      }),
    );
}
