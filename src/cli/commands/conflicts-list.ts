import { type Command, Option } from 'commander';
import { shownText } from '#core/masking/shown-value.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';
import { type ConflictItem, type ConflictState, readConflicts } from '../read-conflicts.ts';
import { showRecordKey } from '../show-record-key.ts';
import { textTable } from '../text-table.ts';

type Options = { flow?: string; state: ConflictState; limit: number; all?: boolean };

/** `conflicts list` */
export function conflictsList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('List records that wait: held for a person, parked after a failure, or being reconciled')
    .option('--flow <name>', 'of this flow')
    .addOption(
      new Option('--state <state>', 'why they wait').choices(['held', 'parked', 'reconcile']).default('held'),
    )
    .option('--limit <count>', 'so many at most', parseNumber(1, 100_000), 50)
    .option('--all', 'every one')
    .addHelpText(
      'after',
      examples('conflicts list', 'conflicts list --flow "CRM and App" --state parked --all'),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
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
