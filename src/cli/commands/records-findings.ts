import type { Command } from 'commander';
import type { Finding } from '#core/operations/finding-selection.ts';
import type { Cli } from '../cli.ts';
import { examples } from '../examples.ts';
import { addFindingFilters, type FindingOptions, findingFilterOf } from '../finding-options.ts';
import { figures } from '../format-figures.ts';
import { parseNumber } from '../parse-number.ts';
import { showRecordKey } from '../show-record-key.ts';
import { textTable } from '../text-table.ts';
import { differenceText } from '../verify-result-text.ts';

type Options = FindingOptions & { limit: number; all?: boolean };

const PAGE = 500;

/** `records findings`: what a verify found, record by record. */
export function recordsFindings(parent: Command, cli: Cli): void {
  const command = parent
    .command('findings')
    .description('List the records of which the last verify of a flow found that they differ');
  addFindingFilters(command)
    .option('--limit <count>', 'so many at most', parseNumber(1, 100_000), 50)
    .option('--all', 'every one that matches')
    .addHelpText(
      'after',
      examples(
        'records findings --flow "CRM and App"',
        'records findings --verify cmw8… --kind only-left --all --json',
      ),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const filter = await findingFilterOf(session, options);
        const workspace = await session.workspace();
        const limit = options.all ? Number.POSITIVE_INFINITY : options.limit;
        const findings: Finding[] = [];
        let count = 0;
        for (let cursor: string | null = null; ; ) {
          const most = Math.min(PAGE, limit - findings.length);
          const page = await session.api.operation.findings.query({ workspace, filter, cursor, limit: most });
          findings.push(...page.findings);
          count = page.count;
          cursor = page.next;
          if (cursor === null || findings.length >= limit) break;
        }
        session.output.result({ verify: filter.verifyId, count, findings }, () => {
          if (count === 0) return 'No finding matches.';
          const rows = findings.map((each) => [
            String(each.number),
            showRecordKey(each.recordKey),
            differenceText({ left: 'the left side', right: 'the right side' }, each),
          ]);
          const rest = count - findings.length;
          const more = rest > 0 ? `\n\n${figures.count(rest)} more: --limit or --all shows them.` : '';
          return `${textTable(['number', 'record', 'what differs'], rows, [0])}${more}`;
        });
        return undefined;
      }),
    );
}
