import type { inferRouterOutputs } from '@trpc/server';
import type { Command } from 'commander';
import type { Problem } from '#core/flow/problem.ts';
import type { AppRouter } from '#server/api/app-router.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { problemLines } from '../problem-lines.ts';
import { readFlowFile } from '../read-flow-file.ts';

type Options = { whole?: boolean };

type Validated = {
  name: string;
  valid: boolean;
  lanes: string[];
  problems: Problem[];
  roundTrips: inferRouterOutputs<AppRouter>['flow']['validate']['roundTrips'];
};

/** `flow validate`: exit 1 when a flow could not be deployed. */
export function flowValidate(parent: Command, cli: Cli): void {
  parent
    .command('validate')
    .description('Check flows in a file against the systems that they name, changing nothing')
    .argument('<file>', 'one flow or an array of flows; - reads standard input')
    .option('--whole', 'take the values of every row to the other side and back, not of a sample')
    .addHelpText(
      'after',
      examples(
        'flow validate contacts.json',
        'flow validate contacts.json --whole',
        'flow export "CRM and App" | syncline flow validate -',
      ),
    )
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace: find, stdin }, [file], options) => {
        const graphs = await readFlowFile(file, stdin);
        const workspace = await find();
        const results: Validated[] = [];
        for (const graph of graphs) {
          const { whole = false } = options;
          const { problems, lanes, roundTrips } = await api.flow.validate.mutate({ workspace, graph, whole });
          const valid = !problems.some((problem) => problem.severity === 'error');
          results.push({
            name: graph.name,
            valid,
            lanes: lanes.map((lane) => lane.id),
            problems,
            roundTrips,
          });
        }
        output.result(results, () =>
          results
            .map(({ name, valid, lanes, problems }) => {
              const count = lanes.length === 1 ? '1 lane' : `${lanes.length} lanes`;
              const verdict = valid ? output.tone('ok', 'valid') : output.tone('fail', 'not valid');
              return [`${name}: ${verdict}, ${count}`, ...problemLines(output, problems)].join('\n');
            })
            .join('\n'),
        );
        return results.every((result) => result.valid) ? exitCodes.success : exitCodes.failure;
      }),
    );
}
