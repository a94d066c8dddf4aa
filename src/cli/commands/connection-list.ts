import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { textTable } from '../text-table.ts';

/** `connection list` */
export function connectionList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List connections')
    .addHelpText('after', examples('connection list', 'connection list --json'))
    .action(
      cli.action(async ({ api, output, workspace }) => {
        const connections = await api.connection.list.query({ workspace: await workspace() });
        output.result(connections, () => {
          if (connections.length === 0) return 'No connections yet. Add one with syncline connection add.';
          const rows = connections.map(({ name, connector, config, lastTest, usedBy }) => [
            name,
            connector,
            whereabouts(config),
            lastTest
              ? lastTest.ok
                ? (lastTest.server ?? 'ok')
                : (lastTest.code ?? 'failed')
              : 'never tried',
            usedBy.map((flow) => flow.flowName).join(', '),
          ]);
          return textTable(['name', 'connector', 'where', 'last test', 'used by'], rows);
        });
        return undefined;
      }),
    );
}

function whereabouts(config: Record<string, unknown>): string {
  const { host, port, database, file } = config;
  if (typeof file === 'string') return file;
  const server = [host, port].filter((part) => part !== undefined && part !== '').join(':');
  return [server, database].filter(Boolean).join('/');
}
