import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { textTable } from '../text-table.ts';

/** `alerts channels` */
export function alertsChannels(parent: Command, cli: Cli): void {
  parent
    .command('channels')
    .description('List the channels that alerts go through')
    .addHelpText('after', examples('alerts channels'))
    .action(
      cli.action<[], object>(async ({ api, output, workspace }) => {
        const channels = await api.alert.channels.query({ workspace: await workspace() });
        output.result(channels, () => {
          if (channels.length === 0) return 'No alert channels. They are made on the Alerts page.';
          const rows = channels.map(({ name, kind, target, quietHours, last }) => [
            name,
            kind,
            target,
            quietHours ? `${quietHours.from}–${quietHours.to} ${quietHours.timeZone}` : '–',
            last ? (last.ok ? 'delivered' : last.answer) : '–',
          ]);
          return textTable(['channel', 'kind', 'to', 'quiet', 'last'], rows);
        });
        return undefined;
      }),
    );
}
