import { auditRemedies } from '#core/ledger/audit-remedies.ts';
import type { AuditReport } from '#core/ledger/audit-report.ts';
import type { CliOutput } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

/** Findings that are printed; `--json` has all that were named. */
const SHOWN = 50;

/** What an audit of the ledger came to, for people: a verdict, where each chain stands, what was removed, what is wrong. */
export function auditReportText(output: CliOutput, report: AuditReport): string {
  const { holds, lanes, findings, found, anchoredAt } = report;
  const lines = lanes.reduce((sum, lane) => sum + lane.lines, 0);
  const verdict = holds
    ? `${output.tone('ok', 'nothing was altered')}: ${figures.count(lines)} lines are as they were written`
    : `${output.tone('fail', 'the ledger was altered')}: ${figures.count(found)} ${found === 1 ? 'finding' : 'findings'}`;
  const anchored = anchoredAt === null ? '' : `, compared with the anchor of ${figures.moment(anchoredAt)}`;
  const rows = lanes.map(({ laneId, blocks, lines: proven, earlier, head }) => [
    laneId,
    figures.count(proven),
    figures.count(earlier),
    figures.count(blocks),
    head.number,
    head.hash,
  ]);
  const removals = lanes.flatMap(({ laneId, removals: of }) =>
    of.map(({ at, by, reason, lines: gone }) => [
      laneId,
      figures.moment(at),
      by,
      figures.count(gone),
      reason,
    ]),
  );
  return [
    `${verdict}${anchored}.`,
    '',
    textTable(['lane', 'lines', 'before the chain', 'blocks', 'head', 'hash'], rows, [1, 2, 3, 4]),
    ...(removals.length > 0
      ? ['', 'Removed:', textTable(['lane', 'when', 'by', 'lines', 'why'], removals.slice(-SHOWN), [3])]
      : []),
    ...(found > 0 ? ['', findingTable(findings.slice(0, SHOWN))] : []),
    ...(found > SHOWN ? [`and ${figures.count(found - SHOWN)} more`] : []),
    ...(found > 0 ? ['', 'What to do:', ...remedies(findings)] : []),
  ].join('\n');
}

function findingTable(findings: AuditReport['findings']): string {
  const rows = findings.map(({ fault, laneId, block, seq, recordKey, at, detail }) => [
    fault,
    laneId,
    block ?? '',
    seq ?? '',
    recordKey === null ? '' : showRecordKey(recordKey),
    at === null ? '' : figures.moment(at),
    detail,
  ]);
  return textTable(['finding', 'lane', 'block', 'line', 'record', 'written', ''], rows, [2, 3]);
}

function remedies(findings: AuditReport['findings']): string[] {
  const faults = [...new Set(findings.map(({ fault }) => fault))];
  return faults.map((fault) => `${fault}: ${auditRemedies[fault]}`);
}
