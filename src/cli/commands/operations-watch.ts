import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { operationLines } from '../operation-lines.ts';
import { watchOperation } from '../watch-operation.ts';

/** `operations watch`: exit 0 when it ended well. */
export function operationsWatch(parent: Command, cli: Cli): void {
  parent
    .command('watch')
    .description('Show an operation until it has ended')
    .argument('<id>', 'as operations list shows it')
    .addHelpText('after', examples('operations watch cmh1x2'))
    .action(
      cli.action<[string], object>(async (session, [id]) => {
        const operation = await watchOperation(session, id, { cancel: false });
        session.output.result(operation, () => [...operationLines(operation).values()].join('\n'));
        return operation.state === 'done' ? exitCodes.success : exitCodes.failure;
      }),
    );
}
