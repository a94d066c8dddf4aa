import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { decideTrips } from '../decide-trips.ts';
import { examples } from '../examples.ts';

/** `breaker approve`: lets through what was stopped. */
export function breakerApprove(parent: Command, cli: Cli): void {
  parent
    .command('approve')
    .description('Let through what was stopped; the counter starts anew')
    .argument('<flow>', 'the flow')
    .option('--stream <name>', 'only what came from this stream')
    .addHelpText('after', examples('breaker approve "CRM and App"'))
    .action(
      cli.action<[string], { stream?: string }>((session, [name], { stream }) =>
        decideTrips(session, name, stream, 'approve'),
      ),
    );
}
