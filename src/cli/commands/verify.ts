import { type Command, Option } from 'commander';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { requireDone } from '../require-done.ts';
import { verifyResultText } from '../verify-result-text.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = { repair?: boolean; continuous?: 'on' | 'off' };

/** `verify`: exit 3 when anything disagrees, and still does after a repair. */
export function verify(parent: Command, cli: Cli): void {
  parent
    .command('verify')
    .description('Compare both sides of a flow record by record; exit 3 when anything disagrees')
    .argument('<flow>', 'the flow')
    .addOption(
      new Option('--continuous <state>', 'compare all the time at a low rate, or stop that').choices([
        'on',
        'off',
      ]),
    )
    .option('--repair', 'settle what differs by the rules of the flow, then look again')
    .addHelpText('after', examples('verify "CRM and App"', 'verify "CRM and App" --repair --json'))
    .action(
      cli.action<[string], Options>(async (session, [name], { repair = false, continuous }) => {
        const { workspace, id: flowId, name: flow } = await findFlow(session, name);
        if (continuous) {
          const on = continuous === 'on';
          await session.api.flow.setContinuousVerify.mutate({ workspace, id: flowId, on });
          session.output.result(
            { flow, continuous: on },
            () => `${flow}: continuous verify is ${continuous}.`,
          );
          return exitCodes.success;
        }
        const { id } = await session.api.operation.startVerify.mutate({ workspace, flowId, repair });
        const operation = await watchOperation(session, id, { cancel: true });
        requireDone(operation);
        const result = VerifyReport.parse(operation.result);
        session.output.result({ operation: id, ...result }, () =>
          verifyResultText(session.output, flow, result),
        );
        return result.agreed ? exitCodes.success : exitCodes.difference;
      }),
    );
}
