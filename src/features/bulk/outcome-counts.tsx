import type { OutcomeCounts, RecordOutcome } from '#core/operations/record-outcome.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import { outcomeWords, presentCounts } from './bulk-words.ts';

export const outcomeTones: Record<RecordOutcome, Tone> = {
  done: 'ok',
  nothing: 'neutral',
  refused: 'warn',
  held: 'conflict',
  parked: 'warn',
  failed: 'fail',
};

/** How many records have, or would have, each outcome. */
export function OutcomeCountList({ counts, preview }: { counts: OutcomeCounts; preview: boolean }) {
  const present = presentCounts(counts);
  if (present.length === 0) return null;
  return (
    <dl aria-label="Outcomes" className="flex flex-wrap gap-x-8 gap-y-3">
      {present.map(([outcome, count]) => (
        <div key={outcome} className="flex flex-col-reverse">
          <dt className="text-sm text-ink-2">
            <StatusDot tone={outcomeTones[outcome]} quiet={outcome === 'done'}>
              {outcomeWords[outcome][preview ? 'preview' : 'done']}
            </StatusDot>
          </dt>
          <dd className="text-lg font-semibold text-ink tabular-nums">{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}
