import type { Disagreement } from '#core/ledger/verify-report.ts';
import { differences } from './finding-words.ts';

/** What a finding is about: the side that lacks the record, or each field that differs with both values. */
export function FindingDifference({
  finding,
  streams,
}: {
  finding: Disagreement;
  streams: { left: string; right: string };
}) {
  if (finding.kind === 'only-left') return <span className="text-ink-2">Not in {streams.right}</span>;
  if (finding.kind === 'only-right') return <span className="text-ink-2">Not in {streams.left}</span>;
  const differing = differences(finding);
  const text = differing.map(({ field, left, right }) => `${field}: ${left ?? '?'} ≠ ${right ?? '?'}`);
  return (
    <span className="block truncate" title={text.join('\n')}>
      {differing.map(({ field, left, right }) => (
        <span key={field} className="mr-4">
          <span className="text-ink-3">{field}</span>
          {left !== null && right !== null ? (
            <>
              {' '}
              <span className="text-side-left">{left}</span> <span className="text-ink-3">≠</span>{' '}
              <span className="text-side-right">{right}</span>
            </>
          ) : null}
        </span>
      ))}
    </span>
  );
}
