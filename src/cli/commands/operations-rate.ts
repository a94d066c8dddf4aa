import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';

/** `operations rate`: how fast a bulk action may be, also while it runs. */
export function operationsRate(parent: Command, cli: Cli): void {
  parent
    .command('rate')
    .description('Set how many records a second a bulk action does at most')
    .argument('<id>', 'as operations list shows it')
    .argument('<records>', 'records a second, or "none" for as fast as it goes')
    .addHelpText('after', examples('operations rate cmh1x2 200', 'operations rate cmh1x2 none'))
    .action(
      cli.action<[string, string], object>(async ({ api, output, workspace }, [id, records]) => {
        const rate = records === 'none' ? null : Number(records);
        if (rate !== null && !(Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000)) {
          throw usageError(`"${records}" is no number of records.`, 'Give one from 1 to 1000000, or "none".');
        }
        const { set } = await api.operation.setRate.mutate({ workspace: await workspace(), id, rate });
        if (!set) {
          throw new CliError('INPUT_INVALID', 'It has no rate: it has ended, or is no bulk action.', {
            remedy: 'Look with syncline operations list.',
          });
        }
        output.result({ id, rate }, () =>
          rate === null ? 'It goes as fast as it can.' : `At most ${figures.count(rate)} records a second.`,
        );
        return undefined;
      }),
    );
}
