'use client';

import { useQuery } from '@tanstack/react-query';
import { OctagonPause } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { BreakerDecision } from './breaker-decision.tsx';
import { BreakerSamples } from './breaker-samples.tsx';
import { type Trip, tripWords } from './trip-words.ts';

/** What a stopped lane was about to do may still be looked through, milliseconds between two looks. */
const LOOK_EVERY = 2_000;

/** Every lane of the flow that the breaker stopped, with what it was about to do and the two ways on. */
export function BreakerBanners() {
  const { id } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const trips = useQuery(trpc.breaker.show.queryOptions({ workspace, id }, { refetchInterval: LOOK_EVERY }));
  return trips.data?.map((trip) => <Banner key={`${trip.laneId} ${trip.side}`} trip={trip} />);
}

/** What the preview shows of what was counted, e.g. `100 of the 700 records`. */
function sampleWords(shown: number, { figures }: Trip): string {
  const all = figures.deletes + figures.overwrites;
  return shown < all
    ? `${shown.toLocaleString('en')} of the ${all.toLocaleString('en')} records`
    : 'the records';
}

function Banner({ trip }: { trip: Trip }) {
  const [open, setOpen] = useState(false);
  const { can } = useWorkspace();
  const { preview, from, to } = trip;
  const [first] = preview.transactions;
  const waiting = preview.streams.filter((stream) => !stream.stopped).map((stream) => stream.stream);
  return (
    <section
      aria-label={`Stopped by the breaker: ${from.stream}`}
      className="rounded-lg border border-warn/40 bg-warn-bg px-3 py-2.5"
    >
      <div className="flex gap-2.5">
        <OctagonPause aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <div className="min-w-0 flex-1">
          <p className="font-medium text-ink">
            Stopped by breaker: {tripWords(trip)} of {from.connection} {from.stream} would go to{' '}
            {to.connection} {to.stream}
            <code className="ml-2 text-warn">BREAKER_TRIPPED</code>
          </p>
          <p className="mt-0.5 text-ink-2">
            {preview.reason} Nothing of it was written.
            {preview.complete ? '' : ' Its last transaction is still being looked through.'}
            {first ? (
              <>
                {' '}
                {preview.transactionCount === 1
                  ? 'One transaction, committed '
                  : `${preview.transactionCount.toLocaleString('en')} transactions, the first committed `}
                <ClockTime at={new Date(first.commitTime / 1000)} />.
              </>
            ) : null}
            {waiting.length > 0 ? ` Behind it wait changes of ${waiting.join(', ')}.` : ''}
          </p>
          <div className="mt-2 flex flex-wrap gap-2">
            <BreakerDecision trip={trip} verdict="approve" allowed={can('breaker.decide')} />
            <BreakerDecision trip={trip} verdict="discard" allowed={can('breaker.decide')} />
            <Button variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide the records' : `Show ${sampleWords(preview.samples.length, trip)}`}
            </Button>
          </div>
          {open ? <BreakerSamples samples={preview.samples} stream={from.stream} /> : null}
        </div>
      </div>
    </section>
  );
}
