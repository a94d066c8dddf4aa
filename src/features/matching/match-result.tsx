'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Lane } from '#core/flow/lane.ts';
import { type ShownRow, shownText } from '#core/masking/shown-value.ts';
import { describeMatchKind } from '#core/matching/describe-match-kind.ts';
import type { MatchGroup, MatchReport } from '#core/matching/match-report.ts';
import { ClockTime } from '#ui/clock-time.tsx';
import { aloneWords, matchVerdict } from './match-words.ts';
import { MeetingFields } from './meeting-fields.tsx';

const count = (number: number) => number.toLocaleString('en');

/** What a dry run found: how records find each other, whose values survive, and who stays alone. */
export function MatchResult({ report, lane }: { report: MatchReport; lane: Lane | null }) {
  const verdict = matchVerdict(report);
  const { meeting, alone } = report;
  const names = { left: lane?.left.connection ?? 'Left', right: lane?.right.connection ?? 'Right' };
  return (
    <div>
      <p className="flex items-center gap-2 border-b border-line px-4 py-3 font-medium" role="status">
        {verdict.tone === 'ok' ? (
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
        ) : (
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
        )}
        {verdict.words}
        <span className="ml-auto shrink-0 text-sm font-normal text-ink-3">
          <ClockTime at={new Date(report.at / 1000)} />
        </span>
      </p>
      <table className="w-full text-left">
        <caption className="sr-only">Records by how many go by one name</caption>
        <thead>
          <tr className="h-8 border-b border-line text-sm text-ink-3">
            <th className="pl-4 font-medium">Match</th>
            <th className="text-right font-medium">Names</th>
            <th className="text-right font-medium">{names.left}</th>
            <th className="pr-4 text-right font-medium">{names.right}</th>
          </tr>
        </thead>
        <tbody>
          {report.groups.map((group) => (
            <Group key={group.kind} group={group} names={names} />
          ))}
        </tbody>
      </table>
      <Unnamed report={report} names={names} />
      <dl className="grid grid-cols-5 border-t border-line">
        {(
          [
            ['Agree already', meeting.agree],
            [`Written in ${names.left}`, meeting.writes.left],
            [`Written in ${names.right}`, meeting.writes.right],
            [`Only in ${names.left}: ${aloneWords[alone.left.rule]}`, alone.left.records],
            [`Only in ${names.right}: ${aloneWords[alone.right.rule]}`, alone.right.records],
          ] as const
        ).map(([label, number]) => (
          <div
            key={label}
            className="flex flex-col-reverse justify-end border-r border-line px-4 py-3 last:border-r-0"
          >
            <dt className="text-sm text-ink-2">{label}</dt>
            <dd className="text-xl font-semibold tabular-nums">{count(number)}</dd>
          </div>
        ))}
      </dl>
      {meeting.refusals.length > 0 ? (
        <ul className="border-t border-line px-4 py-3 text-fail">
          {meeting.refusals.map((refusal) => (
            <li key={refusal}>{refusal}</li>
          ))}
        </ul>
      ) : null}
      <MeetingFields report={report} names={names} />
    </div>
  );
}

const marks: Partial<Record<MatchGroup['kind'], string>> = { left: '1:0', right: '0:1', filtered: '–' };

type Names = { left: string; right: string };

function Group({ group, names }: { group: MatchGroup; names: Names }) {
  const waits = group.kind.length === 3 && group.kind !== '1:1';
  return (
    <>
      <tr className="h-8 border-b border-line">
        <td className="pl-4">
          <span className="mr-2 inline-block w-10 font-mono text-sm">{marks[group.kind] ?? group.kind}</span>
          <span className={waits ? 'text-warn' : 'text-ink-2'}>{describeMatchKind(group.kind)}</span>
        </td>
        <td className="text-right tabular-nums">{count(group.names)}</td>
        <td className="text-right tabular-nums">{count(group.left)}</td>
        <td className="pr-4 text-right tabular-nums">{count(group.right)}</td>
      </tr>
      <tr className="border-b border-line last:border-b-0">
        <td colSpan={4} className="px-4">
          <details open={waits}>
            <summary className="cursor-pointer py-1 text-sm text-ink-3 hover:text-ink">Samples</summary>
            <ul className="flex flex-col gap-2 pb-3">
              {group.samples.map((sample) => (
                <li
                  key={JSON.stringify(sample)}
                  className="grid grid-cols-2 gap-x-4 rounded-md border border-line px-3 py-1.5"
                >
                  <Rows side="left" label={names.left} rows={sample.left} />
                  <Rows side="right" label={names.right} rows={sample.right} />
                </li>
              ))}
            </ul>
          </details>
        </td>
      </tr>
    </>
  );
}

function Rows({ side, label, rows }: { side: 'left' | 'right'; label: string; rows: readonly ShownRow[] }) {
  if (rows.length === 0) return <p className="text-sm text-ink-3">Nothing in {label}</p>;
  return (
    <ul aria-label={label}>
      {rows.map((row) => (
        <li key={JSON.stringify(row)} className="truncate font-mono text-sm" title={JSON.stringify(row)}>
          <span aria-hidden className={`mr-2 ${side === 'left' ? 'text-side-left' : 'text-side-right'}`}>
            ■
          </span>
          {Object.values(row)
            .map((value) => shownText(value, '∅'))
            .join(' · ')}
        </li>
      ))}
    </ul>
  );
}

/** Records that have no name by which another one could find them. */
function Unnamed({ report, names }: { report: MatchReport; names: Names }) {
  return (['left', 'right'] as const).map((side) => {
    const { unnamed, unnamedSamples } = report[side];
    if (unnamed === 0) return null;
    return (
      <details key={side} className="border-t border-line px-4">
        <summary className="cursor-pointer py-1.5 text-ink-2">
          {count(unnamed)} in {names[side]} find no other record: a value is missing, empty, or does not fit.
        </summary>
        <div className="pb-3">
          <Rows side={side} label={names[side]} rows={unnamedSamples} />
        </div>
      </details>
    );
  });
}
