import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { decideTrips } from '../decide-trips.ts';
import { examples } from '../examples.ts';

/** `breaker discard`: what was stopped is not carried. */
export function breakerDiscard(parent: Command, cli: Cli): void {
  parent
    .command('discard')
    .description('Do not carry what was stopped; a two-way lane puts it back where it was changed')
    .argument('<flow>', 'the flow')
    .option('--stream <name>', 'only what came from this stream')
    .addHelpText('after', examples('breaker discard "CRM and App"'))
    .action(
      cli.action<[string], { stream?: string }>((session, [name], { stream }) =>
        decideTrips(session, name, stream, 'discard'),
      ),
    );
}
