import { type ShownValue, shownText } from '#core/masking/shown-value.ts';
import type { FieldMeeting, MatchReport } from '#core/matching/match-report.ts';

const count = (number: number) => number.toLocaleString('en');

/** By field: how many linked records differ, whose value survives, and some of them. */
export function MeetingFields({
  report: { meeting },
  names,
}: {
  report: MatchReport;
  names: { left: string; right: string };
}) {
  const survivorNames = { ...names, merged: 'both', held: 'a person decides' };
  return (
    <>
      {meeting.fields.length > 0 ? (
        <table className="w-full table-fixed border-t border-line text-left">
          <caption className="sr-only">Fields in which linked records differ</caption>
          <thead>
            <tr className="h-8 border-b border-line text-sm text-ink-3">
              <th className="w-48 pl-4 font-medium">Field</th>
              <th className="w-20 text-right font-medium">Differ</th>
              <th className="w-56 pl-6 font-medium">Survives</th>
              <th className="pr-4 font-medium">For instance</th>
            </tr>
          </thead>
          <tbody>
            {meeting.fields.map((field) => (
              <tr key={field.left} className="border-b border-line align-top last:border-b-0">
                <td className="truncate py-1.5 pl-4 font-mono text-sm">
                  {field.left === field.right ? field.left : `${field.left} / ${field.right}`}
                </td>
                <td className="py-1.5 text-right tabular-nums">{count(field.differing)}</td>
                <td className="py-1.5 pl-6 text-ink-2">{survivors(field, survivorNames)}</td>
                <td className="py-1.5 pr-4">
                  <ul>
                    {field.samples.slice(0, 3).map((sample) => (
                      <li
                        key={`${shownText(sample.left, '∅')} ${shownText(sample.right, '∅')}`}
                        title={sample.why}
                        className="truncate font-mono text-sm"
                      >
                        <Shown value={sample.left} stays={sample.survivor !== 'right'} />
                        <span className="px-2 text-ink-3">|</span>
                        <Shown value={sample.right} stays={sample.survivor !== 'left'} />
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {meeting.skipped.length > 0 ? (
        <p className="border-t border-line px-4 py-2 text-sm text-ink-3">
          Not compared, since they refer to records that are not linked yet: {meeting.skipped.join(', ')}.
        </p>
      ) : null}
    </>
  );
}

function survivors(
  { survivors: counts }: FieldMeeting,
  names: Record<keyof FieldMeeting['survivors'], string>,
): string {
  return (Object.keys(names) as (keyof FieldMeeting['survivors'])[])
    .filter((who) => counts[who] > 0)
    .map((who) => `${names[who]} ${count(counts[who])}`)
    .join(', ');
}

/** A value; the one that goes is struck through. */
function Shown({ value, stays }: { value: ShownValue; stays: boolean }) {
  const text = value === '' ? '""' : shownText(value, '∅');
  return stays ? <span>{text}</span> : <del className="text-ink-3">{text}</del>;
}
