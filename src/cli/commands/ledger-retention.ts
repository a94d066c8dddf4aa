import { type Command, Option } from 'commander';
import { keepWords, PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import { askYes } from '../ask-yes.ts';
import type { Cli, Session } from '../cli.ts';
import { usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';

type Options = {
  flow?: string;
  keep?: number;
  forEver?: boolean;
  asWorkspace?: boolean;
  values?: PayloadPolicy;
  preview?: boolean;
  yes?: boolean;
};

/** `ledger retention`: how long lines are kept and what they hold, of a flow or of the workspace. */
export function ledgerRetention(parent: Command, cli: Cli): void {
  parent
    .command('retention')
    .description(
      'Set how long lines are kept and what they hold; without a flow, for all flows without their own',
    )
    .option('--flow <name>', 'of this flow')
    .option('--keep <days>', 'remove what is older than so many days', parseNumber(1, 36_500))
    .option('--for-ever', 'keep everything')
    .option('--as-workspace', 'as the workspace says')
    .addOption(new Option('--values <what>', 'what a line holds of values').choices(PayloadPolicy.options))
    .option('--preview', 'only show what would be removed now')
    .option('--yes', 'without asking')
    .addHelpText(
      'after',
      examples(
        'ledger retention --keep 90 --preview',
        'ledger retention --flow "CRM and App" --keep 30 --yes',
        'ledger retention --flow "CRM and App" --values digests',
      ),
    )
    .action(cli.action<[], Options>(async (session, _, options) => set(session, options)));
}

async function set(session: Session, options: Options): Promise<undefined> {
  const keepDays = daysOf(options);
  if (keepDays === undefined && options.values === undefined) {
    throw usageError(
      'Nothing is to be set.',
      'Give --keep DAYS, --for-ever, --as-workspace or --values WHAT.',
    );
  }
  const flow = options.flow === undefined ? null : await findFlow(session, options.flow);
  const workspace = await session.workspace();
  const flowId = flow?.id ?? null;
  const preview = await session.api.ledger.previewRetention.query({
    workspace,
    flowId,
    keepDays: keepDays ?? 0,
  });
  const would = previewText(preview);
  if (options.preview) {
    session.output.result(preview, () => would);
    return undefined;
  }
  if (preview.lines > 0 && !options.yes && !(await askYes(session, would, '--preview'))) {
    session.output.result({ changed: false }, () => 'Nothing was changed.');
    return undefined;
  }
  const change = {
    ...(keepDays === undefined ? {} : { keepDays }),
    ...(options.values === undefined ? {} : { payload: options.values }),
    ...(options.asWorkspace && options.values === undefined ? { payload: null } : {}),
  };
  const policy = await session.api.ledger.setPolicy.mutate({ workspace, flowId, change });
  session.output.result({ changed: true, policy }, () => {
    const of = flow ? `"${flow.name}"` : 'Flows without their own setting';
    const kept = policy.keepDays === null ? 'as the workspace says' : keepWords(policy.keepDays);
    return `${of}: lines are kept ${kept}, values ${policy.payload ?? 'as the workspace says'}.`;
  });
  return undefined;
}

/** Null goes by the workspace; undefined where nothing was said. */
function daysOf(options: Options): number | null | undefined {
  const said = [options.keep, options.forEver, options.asWorkspace].filter((each) => each !== undefined);
  if (said.length > 1)
    throw usageError(
      'Several lengths of time are given.',
      'Say one of --keep, --for-ever and --as-workspace.',
    );
  if (options.asWorkspace) {
    if (options.flow === undefined)
      throw usageError('--as-workspace is for one flow.', 'Name it with --flow.');
    return null;
  }
  return options.forEver ? 0 : options.keep;
}

function previewText({
  before,
  lines,
  open,
  bytes,
}: {
  before: number | null;
  lines: number;
  open: number;
  bytes: number;
}): string {
  if (before === null || lines === 0) return 'This removes nothing now.';
  const stay = open > 0 ? ` ${figures.count(open)} older ones stay, since they are held or parked.` : '';
  return `This removes ${figures.count(lines)} entries older than ${figures.moment(new Date(before))}, freeing about ${figures.bytes(bytes)}.${stay}`;
}
