import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { findTrips } from '../find-trips.ts';
import { tripText } from '../trip-text.ts';

/** `breaker show`: what a stopped lane was about to do. */
export function breakerShow(parent: Command, cli: Cli): void {
  parent
    .command('show')
    .description('Show what a stopped lane was about to do')
    .argument('<flow>', 'the flow')
    .option('--stream <name>', 'only what came from this stream')
    .addHelpText('after', examples('breaker show "CRM and App"'))
    .action(
      cli.action<[string], { stream?: string }>(async (session, [name], { stream }) => {
        const flow = await findFlow(session, name);
        const trips = await findTrips(session, flow, stream);
        session.output.result(trips, () =>
          trips.length === 0
            ? `No breaker has stopped ${name}.`
            : trips.map((trip) => tripText(session.output, trip)).join('\n\n'),
        );
        return undefined;
      }),
    );
}
