import { type Command, Option } from 'commander';
import { ErrorCode } from '#core/errors/codes.ts';
import { IssueSort, IssueState } from '#core/issues/issue.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { issueTable } from '../issue-text.ts';
import { parseChoices } from '../parse-choices.ts';
import { parseNumber } from '../parse-number.ts';

type Options = {
  flow?: string;
  state?: IssueState[];
  kind?: 'failure' | 'decision';
  code?: ErrorCode[];
  text?: string;
  sort: IssueSort;
  limit: number;
};

/** `issues list`: what failed, by cause, with the filters of the Issues page. */
export function issuesList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List what failed by its cause, with how many records of it are out of line now')
    .option('--flow <name>', 'of this flow')
    .option('--state <state>', IssueState.options.join(', '), parseChoices(IssueState.options))
    .addOption(
      new Option('--kind <kind>', 'failures, or what rules decided').choices(['failure', 'decision']),
    )
    .option('--code <code>', 'with these codes, e.g. UNIQUE_VIOLATION', parseChoices(ErrorCode.options))
    .option('--text <text>', 'with this text in the code, the field, the constraint or the rule')
    .addOption(new Option('--sort <by>', 'what comes first').choices(IssueSort.options).default('recent'))
    .option('--limit <count>', 'so many at most', parseNumber(1, 200), 50)
    .addHelpText(
      'after',
      examples('issues list --state open', 'issues list --flow "CRM and App" --sort open --json'),
    )
    .action(
      cli.action<[], Options>(async (session, _, { flow: name, state, kind, code, text, sort, limit }) => {
        const workspace = await session.workspace();
        const flowId = name === undefined ? undefined : (await findFlow(session, name)).id;
        const filter = { flowId, state, kind, code, text };
        const page = await session.api.issue.list.query({ workspace, filter, sort, limit });
        session.output.result({ issues: page.items, total: page.total }, () =>
          page.items.length === 0 ? 'No issue matches.' : issueTable(session.output, page.items),
        );
        return undefined;
      }),
    );
}
