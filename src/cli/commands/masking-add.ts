import { type Command, Option } from 'commander';
import { MaskingRule } from '#core/masking/masking-rule.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';

const least = MaskingRule.shape.least.options;

/** `masking add` */
export function maskingAdd(parent: Command, cli: Cli): void {
  parent
    .command('add')
    .description('Mask fields for roles below one; * stands for any text')
    .argument('<pattern>', 'STREAM.FIELD, e.g. *.email, or FIELD alone')
    .option('--connection <name>', 'of this connection, or of those that fit the pattern', '*')
    .addOption(
      new Option('--least <role>', 'the least role that sees the values').choices(least).default('admin'),
    )
    .addHelpText(
      'after',
      examples("masking add '*.email'", 'masking add public.contacts.phone --connection crm --least editor'),
    )
    .action(
      cli.action<[string], { connection: string; least: MaskingRule['least'] }>(
        async ({ api, output, workspace }, [pattern], options) => {
          const at = pattern.lastIndexOf('.');
          const stream = at < 0 ? '*' : pattern.slice(0, at);
          const { connection, least: role } = options;
          const { id } = await api.masking.add.mutate({
            workspace: await workspace(),
            ...{ connection, stream, field: pattern.slice(at + 1), least: role },
          });
          output.result({ id }, () => `Masked for everybody below the role ${role}.`);
          return undefined;
        },
      ),
    );
}
