import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findChannel } from '../find-channel.ts';

/** `alerts test` */
export function alertsTest(parent: Command, cli: Cli): void {
  parent
    .command('test')
    .description('Send a test through a channel now, and show the answer')
    .argument('<channel>', 'the channel')
    .addHelpText('after', examples('alerts test "On call"'))
    .action(
      cli.action<[string], object>(async (session, [name]) => {
        const workspace = await session.workspace();
        const { id } = await findChannel(session, workspace, name);
        const attempt = await session.api.alert.testChannel.mutate({ workspace, id });
        const { ok, status, answer, milliseconds } = attempt;
        session.output.result(attempt, () => {
          const said = [status, answer].filter((part) => part !== null && part !== '').join(' ');
          const what = ok
            ? session.output.tone('ok', 'Delivered')
            : session.output.tone('fail', 'Not delivered');
          return `${what} after ${milliseconds} ms: ${said || 'no answer'}`;
        });
        return ok ? undefined : exitCodes.failure;
      }),
    );
}
