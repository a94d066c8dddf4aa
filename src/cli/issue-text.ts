import type { IssueState } from '#core/issues/issue.ts';
import type { ListedIssue } from '#server/api/issue/list-issues.ts';
import type { IssueDetail } from '#server/api/issue/show-issue.ts';
import type { CliOutput, Tone } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

const tones: Record<IssueState, Tone> = { open: 'fail', snoozed: 'warn', ignored: 'quiet', resolved: 'ok' };

/** So many characters of an id tell issues apart, and find one again. */
const SHORT = 8;

/** Issues for people: one line each. */
export function issueTable(output: CliOutput, issues: readonly ListedIssue[]): string {
  const rows = issues.map((issue) => [
    issue.id.slice(0, SHORT),
    output.tone(tones[issue.state], issue.state),
    issue.title,
    issue.flowName,
    figures.count(issue.openRecords),
    figures.count(issue.records),
    figures.moment(new Date(issue.lastSeen)),
    issue.assignee?.name ?? '',
  ]);
  return textTable(
    ['issue', 'state', 'what', 'flow', 'open', 'records', 'last seen', 'assigned'],
    rows,
    [4, 5],
  );
}

/** One issue with its remedy, counts and what happened to it. */
export function issueText(output: CliOutput, { issue, events }: IssueDetail): string {
  const until = issue.snoozedUntil
    ? ` until ${figures.moment(new Date(issue.snoozedUntil))}`
    : issue.snoozedLines
      ? ` until it has ${figures.count(issue.snoozedLines)} lines`
      : '';
  const lines = [
    `${issue.title}  (${issue.id.slice(0, SHORT)})`,
    `${output.tone(tones[issue.state], issue.state)}${until}${issue.reason ? `: ${issue.reason}` : ''}`,
    '',
    issue.sentence,
    issue.remedy,
    '',
    `flow       ${issue.flowName ?? 'deleted'}`,
    `records    ${figures.count(issue.openRecords)} out of line now, ${figures.count(issue.records)} in all, in ${figures.count(issue.lines)} lines`,
    `seen       ${figures.moment(new Date(issue.firstSeen))} to ${figures.moment(new Date(issue.lastSeen))}`,
    `assigned   ${issue.assignee?.name ?? 'nobody'}`,
    `sample     ${issue.sample ? `${showRecordKey(issue.sample.recordKey)}  ${issue.sample.detail}` : 'older than what the ledger keeps'}`,
  ];
  if (events.length > 0) lines.push('');
  for (const { at, actor, kind, text } of events) {
    lines.push(`${figures.moment(new Date(at))}  ${actor ?? 'Syncline'}  ${kind}${text ? `: ${text}` : ''}`);
  }
  return lines.join('\n');
}
