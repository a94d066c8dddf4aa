'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { BulkProgress } from '#core/operations/bulk-progress.ts';
import { counted } from '#lib/counted.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast.tsx';
import type { Operation } from '../activity/use-operation.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { RateField } from './rate-field.tsx';

/** How fast a bulk action gets on, and what changes that: its rate, a pause. */
export function BulkPace({ operation, progress }: { operation: Operation; progress: BulkProgress | null }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [rate, setRate] = useState(operation.rate);
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.operation.pathKey() }),
    onError: (error: unknown) => toast.error(errorParts(error)?.message ?? 'It was not changed'),
  };
  const pause = useMutation(trpc.operation.pause.mutationOptions(options));
  const resume = useMutation(trpc.operation.resume.mutationOptions(options));
  const limit = useMutation(trpc.operation.setRate.mutationOptions(options));
  const rests = operation.state === 'paused' || operation.pauseAsked;
  const at = { workspace: slug, id: operation.id };
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <p className="min-w-48 text-ink-2" aria-live="polite">
        {paceWords(operation, progress)}
      </p>
      {can('operation.setRate') ? (
        <form
          className="flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            limit.mutate({ ...at, rate });
          }}
        >
          <RateField rate={rate} onChange={setRate} />
          {rate === operation.rate ? null : (
            <Button type="submit" size="sm" loading={limit.isPending}>
              Set
            </Button>
          )}
        </form>
      ) : null}
      {can('operation.pause') && !operation.cancelAsked ? (
        <Button
          className="ml-auto"
          icon={rests ? <Play aria-hidden /> : <Pause aria-hidden />}
          loading={pause.isPending || resume.isPending}
          onClick={() => (rests ? resume : pause).mutate(at)}
        >
          {rests ? 'Go on' : 'Pause'}
        </Button>
      ) : null}
    </div>
  );
}

function paceWords({ state, pauseAsked }: Operation, progress: BulkProgress | null): string {
  if (state === 'paused') return 'Paused: it goes on where it is.';
  if (pauseAsked) return 'Pauses once what it has in hand is done.';
  if (!progress || state === 'queued') return 'Waits for a runner.';
  if (progress.waiting) return `Waits and then goes on: ${progress.waiting}`;
  const rate = `${counted(Math.round(progress.rate), 'record')} a second`;
  if (progress.secondsLeft === null) return rate;
  return `${rate}, about ${describeDuration(progress.secondsLeft * 1000)} left`;
}
