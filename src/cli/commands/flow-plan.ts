import type { inferRouterOutputs } from '@trpc/server';
import type { Command } from 'commander';
import { describeMoves } from '#core/flow/filter-moves.ts';
import type { AppRouter } from '#server/api/app-router.ts';
import { changeLines } from '../change-lines.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { figures } from '../format-figures.ts';
import { openLines } from '../open-lines.ts';
import { problemLines } from '../problem-lines.ts';
import { readFlowFile } from '../read-flow-file.ts';

type Plan = { name: string } & inferRouterOutputs<AppRouter>['flow']['plan'];

/** `flow plan`: exit 3 when `apply` would change something, 1 when a flow could not be deployed. */
export function flowPlan(parent: Command, cli: Cli): void {
  parent
    .command('plan')
    .description('Show what flow apply would change, changing nothing; exit 3 when it would')
    .argument('<file>', 'one flow or an array of flows; - reads standard input')
    .addHelpText('after', examples('flow plan contacts.json', 'flow plan flows.json --json'))
    .action(
      cli.action<[string], object>(async ({ api, output, workspace: find, stdin }, [file]) => {
        const graphs = await readFlowFile(file, stdin);
        const workspace = await find();
        const plans: Plan[] = [];
        for (const graph of graphs) {
          plans.push({ name: graph.name, ...(await api.flow.plan.mutate({ workspace, graph })) });
        }
        output.result(plans, () =>
          plans
            .map(({ name, exists, changes, loses, problems, tables, moves, suggestions }) => {
              const title = exists
                ? changes.length === 0
                  ? `${name}: no changes`
                  : `${name}: ${changes.length === 1 ? '1 change' : `${changes.length} changes`}`
                : `${name}: new flow`;
              return [
                title,
                ...changes.flatMap(changeLines),
                ...moves.map((each) => `  ~ ${describeMoves(each)}`),
                ...lossLines(loses),
                ...tables.flatMap(tableLines),
                ...problemLines(output, problems),
                ...openLines(output, suggestions),
              ].join('\n');
            })
            .join('\n'),
        );
        const broken = plans.some(({ problems }) => problems.some((problem) => problem.severity === 'error'));
        if (broken) return exitCodes.failure;
        const differs = plans.some((plan) => !plan.exists || plan.changes.length > 0);
        return differs ? exitCodes.difference : exitCodes.success;
      }),
    );
}

/** What somebody changed in the draft and applying the file would lose. */
function lossLines(loses: Plan['loses']): string[] {
  if (loses === null) return [];
  const when = figures.moment(loses.at);
  return [
    `  ! ${loses.by} has changed the draft (${when}). Applying would lose, and is refused without --force:`,
    ...loses.changes.map(({ sentence }) => `      ${sentence}`),
  ];
}

/** A stream that would have to be made, with the statements and how to run them. */
function tableLines({
  connection,
  stream,
  from,
  statements,
  findings,
  refused,
}: Plan['tables'][number]): string[] {
  const head = `  + ${stream} of ${connection} would have to be made, like ${from.stream} of ${from.connection}:`;
  if (refused !== null) return [head, `      ${refused}`];
  return [
    head,
    ...statements.flatMap(({ sql }) => `${sql};`.split('\n').map((line) => `      ${line}`)),
    ...findings.map(({ title, fix }) => `      ${title}${fix ? `: ${fix}` : ''}`),
    `    Put them in a file and run them with: syncline connection create-tables ${connection} --from ${from.connection} --stream ${from.stream} --sql FILE`,
  ];
}
