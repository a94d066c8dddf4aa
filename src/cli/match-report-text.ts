import { type ShownRow, shownText } from '#core/masking/shown-value.ts';
import { describeMatchKind } from '#core/matching/describe-match-kind.ts';
import { describeMatchForm } from '#core/matching/match-form.ts';
import type { MatchGroup, MatchReport } from '#core/matching/match-report.ts';
import type { CliOutput } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { textTable } from './text-table.ts';

/** How records would be linked, and what their first meeting would write, for people. */
export function matchReportText(output: CliOutput, report: MatchReport): string {
  const { left, right, meeting, alone, ambiguous } = report;
  const by = report.by.map((pair) => `${pair.left} = ${pair.right} ${describeMatchForm(pair.form)}`.trim());
  const waits = ambiguous.left + ambiguous.right;
  return [
    `${left.stream} (${figures.count(left.rows)}) and ${right.stream} (${figures.count(right.rows)}), by ${by.join(', ') || 'nothing'}`,
    '',
    textTable(
      ['match', 'names', 'left', 'right', ''],
      report.groups.map((group) => [
        group.kind,
        ...[group.names, group.left, group.right].map(figures.count),
        describeMatchKind(group.kind),
      ]),
      [1, 2, 3],
    ),
    '',
    `${figures.count(meeting.compared)} would be linked: ${figures.count(meeting.agree)} agree, ${figures.count(meeting.writes.left)} would be written on the left and ${figures.count(meeting.writes.right)} on the right${meeting.held > 0 ? `, ${figures.count(meeting.held)} held for a person` : ''}.`,
    ...(meeting.refused > 0
      ? [
          output.tone(
            'fail',
            `${figures.count(meeting.refused)} do not fit the other side: ${meeting.refusals[0]}`,
          ),
        ]
      : []),
    ...(waits > 0
      ? [output.tone('warn', `${figures.count(waits)} would wait, since several go by one name.`)]
      : []),
    `Alone: ${figures.count(alone.left.records)} on the left (${alone.left.rule}), ${figures.count(alone.right.records)} on the right (${alone.right.rule}).`,
    ...fieldLines(report),
    ...report.groups.flatMap(sampleLines),
  ].join('\n');
}

function fieldLines({ meeting }: MatchReport): string[] {
  if (meeting.fields.length === 0) return [];
  const rows = meeting.fields.map(({ left, right, differing, survivors, samples }) => {
    const [first] = samples;
    return [
      left === right ? left : `${left} / ${right}`,
      ...[differing, survivors.left, survivors.right, survivors.merged, survivors.held].map(figures.count),
      first ? `${shownText(first.left, '∅')} | ${shownText(first.right, '∅')}` : '',
    ];
  });
  const head = ['field', 'differ', 'left stays', 'right stays', 'merged', 'held', 'e.g.'];
  return ['', textTable(head, rows, [1, 2, 3, 4, 5])];
}

function sampleLines(group: MatchGroup): string[] {
  if (!['1:n', 'n:1', 'n:m'].includes(group.kind)) return [];
  const text = (rows: ShownRow[]) =>
    rows.map((row) =>
      Object.values(row)
        .map((value) => shownText(value, '∅'))
        .join(' · '),
    );
  return group.samples.flatMap(({ left, right }) => [
    '',
    `${group.kind}:`,
    ...text(left).map((row) => `  left   ${row}`),
    ...text(right).map((row) => `  right  ${row}`),
  ]);
}
