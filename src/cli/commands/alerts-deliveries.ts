import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findChannel } from '../find-channel.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';
import { textTable } from '../text-table.ts';

type Options = { state?: 'queued' | 'sending' | 'delivered' | 'dead'; channel?: string; limit: number };

/** `alerts deliveries` */
export function alertsDeliveries(parent: Command, cli: Cli): void {
  parent
    .command('deliveries')
    .description('List what was sent through the channels, newest first')
    .addOption(
      new Option('--state <state>', 'how far it is').choices(['queued', 'sending', 'delivered', 'dead']),
    )
    .option('--channel <name>', 'through this channel')
    .option('--limit <count>', 'so many at most', parseNumber(1, 200), 50)
    .addHelpText('after', examples('alerts deliveries', 'alerts deliveries --state dead'))
    .action(
      cli.action<[], Options>(async (session, _, { state, channel, limit }) => {
        const workspace = await session.workspace();
        const channelId =
          channel === undefined ? undefined : (await findChannel(session, workspace, channel)).id;
        const filter = { state, channelId };
        const page = await session.api.alert.deliveries.query({ workspace, filter, limit });
        session.output.result(page, () => {
          if (page.deliveries.length === 0) return 'Nothing was sent.';
          const rows = page.deliveries.map((delivery) => {
            const last = delivery.log.at(-1);
            return [
              delivery.id,
              delivery.channel,
              delivery.title,
              delivery.state,
              delivery.attempts,
              last ? [last.status, last.answer].filter(Boolean).join(' ') : '–',
              figures.moment(delivery.createdAt),
            ];
          });
          return textTable(['id', 'channel', 'what', 'state', 'attempts', 'answer', 'made'], rows, [4]);
        });
        return undefined;
      }),
    );
}
