import { type Command, Option } from 'commander';
import { ErrorCode } from '#core/errors/codes.ts';
import { LedgerOp, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { Cli, Session } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { parseChoices } from '../parse-choices.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseNumber } from '../parse-number.ts';
import { recordTable } from '../record-table.ts';
import { toRecordKey } from '../to-record-key.ts';

type Options = {
  flow?: string;
  status?: LedgerStatus[];
  code?: ErrorCode[];
  side?: 'left' | 'right';
  op?: LedgerOp[];
  record?: string;
  text?: string;
  since?: string;
  until?: string;
  limit: number;
  all?: boolean;
};

const PAGE = 200;

/** `records list`: the ledger with the filters of the Records page, newest first. */
export function recordsList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List changes and what became of them, newest first')
    .option('--flow <name>', 'of this flow')
    .option('--status <status>', `${LedgerStatus.options.join(', ')}`, parseChoices(LedgerStatus.options))
    .option('--code <code>', 'with these codes, e.g. CAST_FAILED', parseChoices(ErrorCode.options))
    .addOption(new Option('--side <side>', 'that came from this side').choices(['left', 'right']))
    .option('--op <op>', `${LedgerOp.options.join(', ')}`, parseChoices(LedgerOp.options))
    .option('--record <key>', 'of this record')
    .option('--text <text>', 'with this text in the key or in a value')
    .option('--since <moment>', '15m, 2h, 3d, or a date', parseMoment)
    .option('--until <moment>', 'the same', parseMoment)
    .option('--limit <count>', 'so many at most', parseNumber(1, 100_000), 50)
    .option('--all', 'every one that matches')
    .addHelpText(
      'after',
      `${examples(
        'records list --flow "CRM and App" --status failed,parked',
        'records list --since 1h --side right --op delete',
        'records list --text ana@ --all --json',
      )}\n\n--status, --code and --op may be repeated or hold several values with commas between.`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const limit = options.all ? Number.POSITIVE_INFINITY : options.limit;
        const workspace = await session.workspace();
        const { entries, more } = await read(session, workspace, await filterOf(session, options), limit);
        session.output.result({ entries, more }, () => {
          if (entries.length === 0) return 'No entry matches.';
          const rest = more ? `\n\nThere are more: --limit ${limit * 4} or --all shows them.` : '';
          return `${recordTable(session.output, entries)}${rest}`;
        });
        return undefined;
      }),
    );
}

async function filterOf(session: Session, options: Options): Promise<LedgerFilter> {
  const flow = options.flow === undefined ? null : await findFlow(session, options.flow);
  return {
    flowId: flow?.id,
    status: options.status,
    code: options.code,
    side: options.side,
    op: options.op,
    recordKey: options.record === undefined ? undefined : toRecordKey(options.record),
    text: options.text,
    from: options.since,
    to: options.until,
  };
}

async function read(
  session: Session,
  workspace: string,
  filter: LedgerFilter,
  limit: number,
): Promise<{ entries: ShownEntry[]; more: boolean }> {
  const entries: ShownEntry[] = [];
  let cursor: string | undefined;
  while (entries.length < limit) {
    const page = await session.api.record.list.query({
      workspace,
      filter,
      cursor,
      limit: Math.min(PAGE, limit - entries.length),
    });
    entries.push(...page.entries);
    if (page.next === null) return { entries, more: false };
    cursor = page.next;
  }
  return { entries, more: true };
}
