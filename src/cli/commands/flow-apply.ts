import type { Command } from 'commander';
import type { Problem } from '#core/flow/problem.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { type CheckOption, checkOption } from '../check-option.ts';
import type { Cli } from '../cli.ts';
import { exitCodes, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { parseNumber } from '../parse-number.ts';
import { problemLines } from '../problem-lines.ts';
import { readFlowFile } from '../read-flow-file.ts';
import { waitUntilLive } from '../wait-until-live.ts';

type Options = CheckOption & {
  deploy?: boolean;
  force?: boolean;
  message?: string;
  wait?: boolean;
  timeout: number;
};

/** `flow apply`: makes or changes flows by name; with `--deploy` they run. */
export function flowApply(parent: Command, cli: Cli): void {
  parent
    .command('apply')
    .description('Make the flows of a file, or change those of the same name')
    .argument('<file>', 'one flow or an array of flows; - reads standard input')
    .option('--deploy', 'deploy a new version of each')
    .option('--force', 'lose what was changed in the draft since it was applied or deployed')
    .option('--message <text>', 'what the version is for')
    .addOption(checkOption())
    .option('--wait', 'with --deploy: show the first sync and return when every flow is live')
    .option('--timeout <seconds>', 'with --wait: give up after so long', parseNumber(1, 86_400), 3600)
    .addHelpText(
      'after',
      examples(
        'flow apply contacts.json --deploy --wait',
        'flow apply contacts.json --deploy --check all',
        'flow apply - --deploy --message "Carry titles" < flow.json',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [file], options) => {
        const { api, output } = session;
        if (options.wait && !options.deploy) {
          throw usageError('--wait needs --deploy.', 'A draft does not run: add --deploy.');
        }
        const graphs = await readFlowFile(file, session.stdin);
        const workspace = await session.workspace();
        const results: Applied[] = [];
        for (const graph of graphs) {
          const { deploy = false, force: overwrite = false, message, check, wait, timeout } = options;
          const applied = await api.flow.applyGraph.mutate({
            workspace,
            graph,
            deploy,
            overwrite,
            message,
            check,
          });
          const { version } = applied;
          const flow = { name: graph.name, ...applied };
          const status =
            wait && version !== null
              ? await waitUntilLive(session, { ...flow, version, workspace }, { timeout })
              : undefined;
          results.push({ ...flow, status });
        }
        output.result(results, () =>
          results
            .flatMap((flow) => [
              sentence(flow, options.deploy === true),
              ...problemLines(output, flow.problems),
            ])
            .join('\n'),
        );
        const refused = options.deploy && results.some((flow) => flow.version === null);
        return refused ? exitCodes.failure : exitCodes.success;
      }),
    );
}

type Applied = {
  id: string;
  name: string;
  created: boolean;
  version: number | null;
  problems: Problem[];
  status: FlowStatus | undefined;
};

function sentence({ name, created, version, status }: Applied, deploy: boolean): string {
  const saved = created ? 'made' : 'saved';
  if (version === null) return `${name}: ${saved} as a draft${deploy ? ', not deployed: it has errors' : ''}`;
  return `${name}: version ${version} ${status ? 'is live' : 'is deployed'}`;
}
