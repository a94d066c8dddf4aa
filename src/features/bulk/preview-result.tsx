'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import type { RecordOutcome } from '#core/operations/record-outcome.ts';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { FieldEffects } from '../conflicts/field-effects.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { outcomeWords, presentCounts } from './bulk-words.ts';
import { OutcomeCountList } from './outcome-counts.tsx';
import { ReasonList } from './reason-list.tsx';
import { ResultSample } from './result-sample.tsx';

/** What a dry run found: counts, what cannot be done and why, and records side by side. */
export function PreviewResult({
  id,
  result,
  noun = ['line', 'lines'],
}: {
  id: string;
  result: BulkResult;
  /** What was selected, one and several. */
  noun?: readonly [string, string];
}) {
  const outcomes = presentCounts(result.counts).map(([outcome]) => outcome);
  const [chosen, setChosen] = useState<RecordOutcome | null>(null);
  const shown = chosen ?? outcomes[0] ?? null;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">
        {counted(result.records, 'record')} in {result.lines.toLocaleString('en')} selected{' '}
        {noun[result.lines === 1 ? 0 : 1]}. Nothing has been written yet.
      </p>
      <OutcomeCountList counts={result.counts} preview />
      <FieldEffects effects={result.effects} preview />
      <ReasonList reasons={result.reasons} />
      {shown ? (
        <section aria-label="Samples" className="flex flex-col gap-2">
          {outcomes.length > 1 ? (
            <Segmented
              label="Samples of"
              className="self-start"
              value={shown}
              onChange={setChosen}
              options={outcomes.map((outcome) => ({
                value: outcome,
                label: outcomeWords[outcome].preview,
              }))}
            />
          ) : null}
          <Samples id={id} outcome={shown} />
        </section>
      ) : null}
    </div>
  );
}

function Samples({ id, outcome }: { id: string; outcome: RecordOutcome }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const page = useQuery(
    trpc.bulk.results.queryOptions({ workspace: slug, id, outcome, samples: true, limit: 5 }),
  );
  const error = errorParts(page.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void page.refetch()} />;
  if (page.isPending) return <SkeletonRows label="Loading samples" rows={3} />;
  return (
    <ul className="flex flex-col gap-3">
      {page.data?.records.map((record) => (
        <li key={`${record.laneId} ${record.recordKey}`}>
          <ResultSample record={record} />
        </li>
      ))}
    </ul>
  );
}
