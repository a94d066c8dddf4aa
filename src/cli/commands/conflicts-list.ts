import { type Command, Option } from 'commander';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { shownText } from '#core/masking/shown-value.ts';
import type { Cli, Session } from '../cli.ts';
import {
  addConflictLogFilters,
  type ConflictLogOptions,
  conflictLogFilterOf,
} from '../conflict-log-options.ts';
import { conflictLogTable } from '../conflict-log-table.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';
import { type ConflictItem, type ConflictState, readConflicts } from '../read-conflicts.ts';
import { showRecordKey } from '../show-record-key.ts';
import { textTable } from '../text-table.ts';

type Options = ConflictLogOptions & { state: ConflictState; limit: number; all?: boolean; log?: boolean };

/** Lines that one request of the log asks for. */
const LOG_PAGE = 200;

/** `conflicts list` */
export function conflictsList(parent: Command, cli: Cli): void {
  const command = parent
    .command('list')
    .description(
      'List records that wait: held for a person, parked after a failure, or being reconciled; with --log, all that was decided',
    )
    .option('--log', 'decided conflicts, newest first; the filters from --over on are of these')
    .option('--flow <name>', 'of this flow')
    .addOption(
      new Option('--state <state>', 'why they wait').choices(['held', 'parked', 'reconcile']).default('held'),
    )
    .option('--limit <count>', 'so many at most', parseNumber(1, 100_000), 50)
    .option('--all', 'every one');
  addConflictLogFilters(command)
    .addHelpText(
      'after',
      examples(
        'conflicts list',
        'conflicts list --flow "CRM and App" --state parked --all',
        'conflicts list --log --decided-by prefer --winner left --since 1h',
      ),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        if (options.log) return listLog(session, options);
        const { state, limit, all = false } = options;
        const workspace = await session.workspace();
        const flowId = options.flow === undefined ? undefined : (await findFlow(session, options.flow)).id;
        const items: ConflictItem[] = [];
        let more = false;
        for await (const item of readConflicts(session, { workspace, flowId, state })) {
          more = !all && items.length === limit;
          if (more) break;
          items.push(item);
        }
        session.output.result({ items, more }, () => {
          if (items.length === 0) return 'Nothing waits.';
          const rest = more ? `\n\nThere are more: --limit ${limit * 4} or --all shows them.` : '';
          return `${table(items)}${rest}`;
        });
        return undefined;
      }),
    );
}

async function listLog(session: Session, { limit, all = false, ...options }: Options): Promise<undefined> {
  const workspace = await session.workspace();
  const filter = await conflictLogFilterOf(session, options);
  const entries: ShownEntry[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await session.api.record.list.query({ workspace, filter, cursor, limit: LOG_PAGE });
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor && (all || entries.length <= limit));
  const more = !all && (entries.length > limit || Boolean(cursor));
  const shown = all ? entries : entries.slice(0, limit);
  session.output.result({ entries: shown, more }, () => {
    if (shown.length === 0) return 'No decided conflict matches.';
    const rest = more ? `\n\nThere are more: --limit ${limit * 4} or --all shows them.` : '';
    return `${conflictLogTable(shown)}${rest}`;
  });
  return undefined;
}

function table(items: ConflictItem[]): string {
  const rows = items.map((item) => [
    item.id,
    item.flowName,
    showRecordKey(item.recordKey),
    (item.conflict?.fields ?? [])
      .map((field) => `${field.left}: ${side(item, 'left', field)} | ${side(item, 'right', field)}`)
      .join('; ') || `${item.code}: ${item.detail}`,
    figures.moment(item.since),
  ]);
  return textTable(['id', 'flow', 'record', 'left | right', 'since'], rows);
}

function side(item: ConflictItem, which: 'left' | 'right', field: { left: string; right: string }): string {
  const row = item.conflict?.[which];
  return row ? shownText(row[field[which]], '∅') : 'deleted';
}
