'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Shuffle } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { CancelOperation } from '../activity/cancel-operation.tsx';
import { progressShare, progressWords } from '../activity/operation-progress.ts';
import { isUnderWay, type Operation, useOperation } from '../activity/use-operation.ts';
import { useReadOperation } from '../activity/use-read-operation.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const rates = [
  { value: '5', label: 'Gentle' },
  { value: '25', label: 'Busy' },
  { value: '100', label: 'Hard' },
] as const;

function Running({ operation }: { operation: Operation }) {
  const { path } = useWorkspace();
  const done = !isUnderWay(operation);
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="mb-1.5 flex text-ink-2">
          <span className="min-w-0 flex-1 truncate">
            {operation.state === 'queued' ? 'Waits for the runner' : progressWords(operation) || 'Beginning'}
          </span>
          <Link href={path(`/activity/operations/${operation.id}`)} className="text-accent hover:underline">
            Details
          </Link>
        </p>
        <ProgressBar
          label="Changes being made"
          value={progressShare(operation)}
          tone={operation.state === 'failed' ? 'fail' : done ? 'ok' : 'accent'}
        />
      </div>
      <CancelOperation operation={operation} />
    </div>
  );
}

/** Makes realistic edits on both sides of the demo, to see them carried over. */
export function DemoCard({ runningId }: { runningId: string | null }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [rate, setRate] = useState<(typeof rates)[number]['value']>('5');
  const [startedId, setStartedId] = useState<string | null>(null);
  const operation = useOperation(slug, runningId ?? startedId);
  const read = useReadOperation(slug);
  const start = useMutation(
    trpc.operation.startDemoTraffic.mutationOptions({
      onSuccess: async ({ id }) => {
        await read(id);
        setStartedId(id);
        await queryClient.invalidateQueries({ queryKey: trpc.home.summary.queryKey() });
      },
    }),
  );
  const error = errorParts(start.error);
  const current = operation.data;
  const busy = current ? isUnderWay(current) : false;
  return (
    <Card title="Demo">
      <div className="flex flex-col gap-3">
        <p className="max-w-2xl text-ink-2">
          Two databases hold the same customers under other names and types, and a flow keeps them equal. Edit
          a row on either side, or have a minute of edits made on both, conflicts among them.
        </p>
        {current ? <Running operation={current} /> : null}
        {error ? <ErrorNotice error={error} /> : null}
        {can('operation.startDemoTraffic') ? (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              icon={<Shuffle aria-hidden />}
              loading={start.isPending}
              disabled={busy}
              onClick={() => start.mutate({ workspace: slug, rate: Number(rate), conflicts: 5, seconds: 60 })}
            >
              Make some changes
            </Button>
            <Segmented label="How many" value={rate} onChange={setRate} options={rates} disabled={busy} />
            <span className="text-sm text-ink-3">{rate} edits a second</span>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
