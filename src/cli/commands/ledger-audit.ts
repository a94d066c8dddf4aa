import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { auditRemedies } from '#core/ledger/audit-remedies.ts';
import { AuditReport, LedgerAnchor } from '#core/ledger/audit-report.ts';
import { auditReportText } from '../audit-report-text.ts';
import type { Cli } from '../cli.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { findFlow } from '../find-flow.ts';
import { readJsonFile } from '../read-json-file.ts';
import { requireDone } from '../require-done.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = { flow?: string; anchor?: string; saveAnchor?: string };

/** `ledger audit`: exit 3 when the ledger is not as it was written. */
export function ledgerAudit(parent: Command, cli: Cli): void {
  parent
    .command('audit')
    .description('Prove that no line of the ledger was altered, removed or put in; exit 3 when one was')
    .option('--flow <name>', 'of this flow')
    .option('--anchor <file>', 'prove as well that it goes on from where this file says that it stood')
    .option('--save-anchor <file>', 'write there where it stands, to be kept out of reach of the store')
    .addHelpText(
      'after',
      examples(
        'ledger audit',
        'ledger audit --save-anchor ledger-2026-11.json',
        'ledger audit --flow "CRM and App" --anchor ledger-2026-11.json',
      ),
    )
    .action(
      cli.action<[], Options>(async (session, _, options) => {
        const workspace = await session.workspace();
        const flowId = options.flow === undefined ? null : (await findFlow(session, options.flow)).id;
        const anchor = options.anchor === undefined ? null : await readAnchor(options.anchor, session.stdin);
        const { id } = await session.api.operation.startAudit.mutate({ workspace, flowId, anchor });
        const operation = await watchOperation(session, id, { cancel: true });
        requireDone(operation);
        const report = AuditReport.parse(operation.result);
        if (options.saveAnchor !== undefined && report.holds) {
          const heads = report.lanes.map(({ head }) => head);
          const saved: LedgerAnchor = {
            ...{ format: 'syncline-ledger-anchor/1', workspace, at: report.at, lanes: heads },
          };
          await writeFile(options.saveAnchor, `${JSON.stringify(saved, null, 2)}\n`);
        }
        const findings = report.findings.map((each) => ({ ...each, remedy: auditRemedies[each.fault] }));
        session.output.result({ operation: id, ...report, findings }, () =>
          auditReportText(session.output, report),
        );
        return report.holds ? exitCodes.success : exitCodes.difference;
      }),
    );
}

async function readAnchor(path: string, stdin: NodeJS.ReadableStream): Promise<LedgerAnchor> {
  const { value, from } = await readJsonFile(path, stdin, 'INPUT_INVALID');
  const parsed = LedgerAnchor.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CliError('INPUT_INVALID', `${from} is no anchor of a ledger.`, {
    remedy: 'Give a file that syncline ledger audit --save-anchor wrote.',
  });
}
