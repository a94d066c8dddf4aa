'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ValueText } from './value-text.tsx';
import { WhyStep } from './why-step.tsx';

export type AskedPlace = {
  flowId: string;
  laneId: string;
  recordKey: string;
  side: 'left' | 'right';
  field: string;
};

/** Why a value stands where it stands: from now back to what wrote it. */
export function WhyPanel({ asked, onClose }: { asked: AskedPlace | null; onClose: () => void }) {
  return (
    <Dialog
      open={asked !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="lg"
      title={asked ? `Why is this value in ${asked.field}?` : ''}
      description="From what stands there now, back to what wrote it first."
      footer={<Button onClick={onClose}>Done</Button>}
    >
      {asked ? <Trace asked={asked} /> : null}
    </Dialog>
  );
}

function Trace({ asked }: { asked: AskedPlace }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const trace = useQuery(trpc.record.trace.queryOptions({ workspace: slug, ...asked }, { staleTime: 0 }));
  const error = errorParts(trace.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void trace.refetch()} />;
  if (!trace.data) return <SkeletonRows rows={4} label="Walking back" />;
  const { now, place, names, steps } = trace.data;
  return (
    <>
      <p className="mb-4 rounded-md bg-surface-2 px-3 py-2">
        <span className="text-ink-2">
          {names[place.side]} · {place.field}
        </span>
        <span className="ml-3">
          {now === undefined ? (
            <span className="text-ink-3">not read just now</span>
          ) : (
            <ValueText value={now} />
          )}
        </span>
      </p>
      <ol aria-label="Where it comes from" className="ml-2.5">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity of their own, and do not move
          <WhyStep key={index} step={step} flowId={asked.flowId} names={names} />
        ))}
      </ol>
    </>
  );
}
