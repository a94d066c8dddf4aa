import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { conflictLogTable } from '../conflict-log-table.ts';
import { examples } from '../examples.ts';

/** `conflicts show`: one decided conflict, field by field. */
export function conflictsShow(parent: Command, cli: Cli): void {
  parent
    .command('show')
    .description('Show one decided conflict: both candidates, the rule and its version, the winner, and why')
    .argument('<line>', 'as conflicts list --log shows it')
    .addHelpText('after', examples('conflicts show 48213'))
    .action(
      cli.action<[string], object>(async (session, [line]) => {
        const workspace = await session.workspace();
        const filter = { conflict: { seq: line } };
        const { entries } = await session.api.record.list.query({ workspace, filter, limit: 1 });
        const [entry] = entries;
        if (!entry) {
          throw new CliError('NOT_FOUND', `No decided conflict has the line ${line}.`, {
            remedy: 'Look with syncline conflicts list --log.',
          });
        }
        session.output.result(entry, () => conflictLogTable(entries));
        return undefined;
      }),
    );
}
