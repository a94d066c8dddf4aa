import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { textTable } from '../text-table.ts';

/** `flow versions` */
export function flowVersions(parent: Command, cli: Cli): void {
  parent
    .command('versions')
    .description('List the versions of a flow, newest first')
    .argument('<name>', 'the flow')
    .addHelpText('after', examples('flow versions "CRM and App"'))
    .action(
      cli.action<[string], object>(async (session, [name]) => {
        const { workspace, id } = await findFlow(session, name);
        const versions = await session.api.flow.versions.query({ workspace, id });
        session.output.result(versions, () => {
          if (versions.length === 0) return `${name} was never deployed.`;
          const rows = versions.map((version) => [
            version.live ? `${version.number} (live)` : String(version.number),
            figures.moment(version.createdAt),
            version.createdBy,
            version.message,
          ]);
          return textTable(['version', 'when', 'by', 'message'], rows);
        });
        return undefined;
      }),
    );
}
