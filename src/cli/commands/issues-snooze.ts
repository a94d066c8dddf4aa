import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { parseAhead } from '../parse-ahead.ts';
import { parseNumber } from '../parse-number.ts';

/** `issues snooze`: lets an issue rest. */
export function issuesSnooze(parent: Command, cli: Cli): void {
  parent
    .command('snooze')
    .description('Let an issue rest until a time, or until it has come up so many times more')
    .argument('<issue>', 'as issues list shows it')
    .option('--until <moment>', '15m, 2h, 3d from now, or a date', parseAhead)
    .option('--times <count>', 'until it has come up so many times more', parseNumber(1, 1_000_000_000))
    .addHelpText('after', examples('issues snooze 3f2a91bc --until 2h', 'issues snooze 3f2a91bc --times 100'))
    .action(
      cli.action<[string], { until?: string; times?: number }>(async (session, [id], { until, times }) => {
        if ((until === undefined) === (times === undefined))
          throw usageError('Say how long it rests.', 'Give --until or --times, one of the two.');
        const workspace = await session.workspace();
        const issue = await session.api.issue.snooze.mutate({ workspace, id, until, times });
        session.output.result(issue, () => 'It rests.');
        return undefined;
      }),
    );
}
