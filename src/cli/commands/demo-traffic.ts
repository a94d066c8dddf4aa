import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { finishOperation } from '../finish-operation.ts';
import { parseNumber } from '../parse-number.ts';

type Options = { rate: number; conflicts: number; seconds: number; detach?: boolean };

/** `demo traffic`: realistic edits on both demo databases. */
export function demoTraffic(parent: Command, cli: Cli): void {
  parent
    .command('traffic')
    .description('Make realistic edits on both sides of the demo, conflicts among them')
    .option('--rate <edits>', 'edits per second, both sides together', parseNumber(1, 1000), 50)
    .option(
      '--conflicts <percent>',
      'so many of them to the same record on both sides',
      parseNumber(0, 100),
      5,
    )
    .option('--seconds <count>', 'for how long', parseNumber(1, 3600), 60)
    .option('--detach', 'start it and return')
    .addHelpText('after', examples('demo traffic', 'demo traffic --rate 50 --conflicts 5 --seconds 300'))
    .action(
      cli.action<[], Options>(async (session, _, { rate, conflicts, seconds, detach }) => {
        const { api } = session;
        const workspace = await session.workspace();
        const { id } = await api.operation.startDemoTraffic.mutate({ workspace, rate, conflicts, seconds });
        return finishOperation(session, id, detach);
      }),
    );
}
