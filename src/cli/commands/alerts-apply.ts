import type { Command } from 'commander';
import { z } from 'zod';
import { AlertFile } from '#core/alerts/alert-file.ts';
import type { Cli } from '../cli.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { readJsonFile } from '../read-json-file.ts';

type Options = { prune?: boolean; dryRun?: boolean };

/** `alerts apply` */
export function alertsApply(parent: Command, cli: Cli): void {
  parent
    .command('apply')
    .description('Make the alert rules those of a file')
    .argument('<file>', 'the file; - reads standard input')
    .option('--prune', 'delete rules that the file does not have')
    .option('--dry-run', 'change nothing; exit with 3 if something would change')
    .addHelpText('after', examples('alerts apply alerts.json', 'alerts apply alerts.json --prune --dry-run'))
    .action(
      cli.action<[string], Options>(async (session, [path], { prune = false, dryRun = false }) => {
        const { value, from } = await readJsonFile(path, session.stdin, 'INPUT_INVALID');
        const file = AlertFile.safeParse(value);
        if (!file.success) {
          throw new CliError('INPUT_INVALID', `${from} holds no alert rules.`, {
            detail: z.prettifyError(file.error),
          });
        }
        const workspace = await session.workspace();
        const applied = await session.api.alert.applyRules.mutate({
          workspace,
          file: file.data,
          prune,
          dryRun,
        });
        const { created, changed, removed, same } = applied;
        session.output.result(applied, () => {
          const lines = [
            ...created.map((name) => `+ ${name}`),
            ...changed.map((name) => `~ ${name}`),
            ...removed.map((name) => `- ${name}`),
          ];
          return [...lines, `${same.length} as they were.`].join('\n');
        });
        const differs = created.length + changed.length + removed.length > 0;
        return dryRun && differs ? exitCodes.difference : undefined;
      }),
    );
}
