import type { Command } from 'commander';
import { type CheckOption, checkOption } from '../check-option.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseNumber } from '../parse-number.ts';
import { waitUntilLive } from '../wait-until-live.ts';

type Options = CheckOption & { message: string; wait?: boolean; timeout: number };

/** `flow deploy`: the draft as it stands becomes a version and runs. */
export function flowDeploy(parent: Command, cli: Cli): void {
  parent
    .command('deploy')
    .description("Deploy a flow's draft as a new version")
    .argument('<name>', 'the flow')
    .option('--message <text>', 'what the version is for', '')
    .addOption(checkOption())
    .option('--wait', 'show the first sync and return when the flow is live')
    .option('--timeout <seconds>', 'with --wait: give up after so long', parseNumber(1, 86_400), 3600)
    .addHelpText(
      'after',
      examples(
        'flow deploy "CRM and App" --message "Carry job titles" --wait',
        'flow deploy "CRM and App" --check all',
      ),
    )
    .action(
      cli.action<[string], Options>(async (session, [name], { message, check, wait, timeout }) => {
        const { api, output } = session;
        const { workspace, id } = await findFlow(session, name);
        const { draftRevision: revision } = await api.flow.get.query({ workspace, id });
        const { version } = await api.flow.deploy.mutate({ workspace, id, revision, message, check });
        const status = wait
          ? await waitUntilLive(session, { workspace, id, name, version }, { timeout })
          : undefined;
        output.result({ id, name, version, status }, () =>
          status ? `${name}: version ${version} is live` : `${name}: version ${version} deployed`,
        );
        return undefined;
      }),
    );
}
