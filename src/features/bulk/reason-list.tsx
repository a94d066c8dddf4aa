import { errorMeanings } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { BulkResult } from '#core/operations/bulk-progress.ts';

/** Why records were not done, or would not be, by code. */
export function ReasonList({ reasons }: { reasons: BulkResult['reasons'] }) {
  if (reasons.length === 0) return null;
  return (
    <section aria-label="Reasons" className="overflow-hidden rounded-md border border-line bg-surface">
      <h3 className="bg-surface-2 px-3 py-1 text-sm text-ink-2">What is left as it is, and why</h3>
      <ul>
        {reasons.map(({ outcome, code, count }) => (
          <li
            key={`${outcome} ${code}`}
            className="flex items-baseline gap-3 border-t border-line px-3 py-1.5 text-base"
          >
            <span className="w-16 shrink-0 text-right font-medium tabular-nums">
              {count.toLocaleString('en')}
            </span>
            <span className="min-w-0">
              <code className="mr-2 text-ink-2">{code}</code>
              {errorMeanings[code]} <span className="text-ink-3">{errorPolicy[code].remedy}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
