import { type Command, Option } from 'commander';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import { RecordOutcome } from '#core/operations/record-outcome.ts';
import { outcomeTexts } from '../bulk-result-text.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { parseNumber } from '../parse-number.ts';
import { showRecordKey } from '../show-record-key.ts';
import { textTable } from '../text-table.ts';

type Options = { outcome?: RecordOutcome; code?: ErrorCode; limit: number; all?: boolean };

const PAGE = 500;

/** `operations results`: what became of each record of a bulk action, or of its preview. */
export function operationsResults(parent: Command, cli: Cli): void {
  parent
    .command('results')
    .description('List what became of each record of a bulk action')
    .argument('<id>', 'as operations list shows it')
    .addOption(new Option('--outcome <outcome>', 'with this outcome').choices([...RecordOutcome.options]))
    .option('--code <code>', 'with this code, e.g. CHANGED_SINCE')
    .option('--limit <count>', 'so many at most', parseNumber(1, 1_000_000), 50)
    .option('--all', 'every one that matches')
    .addHelpText('after', examples('operations results cmh1x2 --outcome refused --all --json'))
    .action(
      cli.action<[string], Options>(async ({ api, output, workspace }, [id], { outcome, code, ...of }) => {
        const most = of.all ? Number.POSITIVE_INFINITY : of.limit;
        const at = { workspace: await workspace(), id, outcome, code };
        const records: ShownResult[] = [];
        let cursor: string | null = null;
        do {
          const limit = Math.min(PAGE, most - records.length);
          const page: { records: ShownResult[]; next: string | null } = await api.bulk.results.query({
            ...at,
            cursor,
            limit,
          });
          records.push(...page.records);
          cursor = page.next;
        } while (cursor && records.length < most);
        output.result({ records, more: cursor !== null }, () => {
          if (records.length === 0) return 'No record matches.';
          const table = textTable(
            ['Record', 'Outcome', 'Code', 'Why'],
            records.map((each) => [
              showRecordKey(each.recordKey),
              output.tone(outcomeTexts[each.outcome].tone, each.outcome),
              each.code ?? '',
              each.detail,
            ]),
          );
          return cursor ? `${table}\n\nThere are more: --all shows them.` : table;
        });
        return undefined;
      }),
    );
}
