import type { Command } from 'commander';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { Cli, Session } from '../cli.ts';
import { examples } from '../examples.ts';
import { parseNumber } from '../parse-number.ts';
import {
  addRecordFilters,
  type RecordFilterOptions,
  recordFilterOf,
  repeatable,
} from '../record-filter-options.ts';
import { recordTable } from '../record-table.ts';

type Options = RecordFilterOptions & { limit: number; all?: boolean };

const PAGE = 200;

/** `records list`: the ledger with the filters of the Records page, newest first. */
export function recordsList(parent: Command, cli: Cli): void {
  const command = parent.command('list').description('List changes and what became of them, newest first');
  addRecordFilters(command)
    .option('--limit <count>', 'so many at most', parseNumber(1, 100_000), 50)
    .option('--all', 'every one that matches')
    .addHelpText(
      'after',
      `${examples(
        'records list --flow "CRM and App" --status failed,parked',
        'records list --since 1h --side right --op delete',
        'records list --text ana@ --all --json',
      )}${repeatable}`,
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const limit = options.all ? Number.POSITIVE_INFINITY : options.limit;
        const workspace = await session.workspace();
        const { entries, more } = await read(
          session,
          workspace,
          await recordFilterOf(session, options),
          limit,
        );
        session.output.result({ entries, more }, () => {
          if (entries.length === 0) return 'No entry matches.';
          const rest = more ? `\n\nThere are more: --limit ${limit * 4} or --all shows them.` : '';
          return `${recordTable(session.output, entries)}${rest}`;
        });
        return undefined;
      }),
    );
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
