'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { UndoReport } from '#core/ledger/undo-report.ts';
import { progressWords } from '#features/activity/operation-progress.ts';
import { isUnderWay, useOperation } from '#features/activity/use-operation.ts';
import { useReadOperation } from '#features/activity/use-read-operation.ts';
import { useLive, useSession } from '#features/flow-editor/session/use-session.tsx';
import { recordPath } from '#features/records/record-path.ts';
import { keyText } from '#features/records/record-title.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';

/** Takes back what a deployed mapping's first sync wrote, so that its records can meet another way. */
export function UndoFirstSync({ mapping, laneId }: { mapping: string; laneId: string }) {
  const { id: flowId } = useSession();
  const trpc = useTRPC();
  const { slug: workspace, can, path } = useWorkspace();
  const phase = useLive((state) => state.status?.phase);
  const [startedId, setStartedId] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const filter = {
    flowId,
    laneId,
    cause: 'snapshot' as const,
    status: ['applied' as const, 'resolved' as const],
  };
  const written = useQuery(
    // A first sync may have run since this page was last open.
    trpc.record.count.queryOptions({ workspace, filter }, { refetchOnMount: 'always' }),
  );
  const operation = useOperation(workspace, startedId).data ?? null;
  const read = useReadOperation(workspace);
  const start = useMutation(
    trpc.operation.startUndoFirstSync.mutationOptions({
      onSuccess: async ({ id }) => {
        await read(id);
        setStartedId(id);
      },
    }),
  );
  const busy = operation !== null && isUnderWay(operation);
  const report = UndoReport.safeParse(operation?.result);
  const error = errorParts(start.error);
  const count = written.data?.count ?? 0;
  if (count === 0 && !operation) return null;
  const records = counted(count, 'record');
  const paused = phase === 'paused';
  return (
    <Card
      flush
      title="Undo the first sync"
      description={
        paused
          ? `Takes back what it wrote for ${records}. What has changed since stays as it is.`
          : 'Pause the flow first: what it carries meanwhile would be in the way.'
      }
      actions={
        <Button
          icon={<Undo2 aria-hidden />}
          loading={busy || start.isPending}
          disabled={!paused || !can('operation.startUndoFirstSync')}
          onClick={() => setAsking(true)}
        >
          Undo
        </Button>
      }
    >
      {error ? <ErrorNotice error={error} className="m-4" /> : null}
      {operation?.error ? <ErrorNotice error={{ ...operation.error, detail: null }} className="m-4" /> : null}
      {busy ? (
        <div className="flex items-center gap-4 px-4 py-3">
          <ProgressBar label="Undo" value={null} />
          <span className="shrink-0 text-sm text-ink-2 tabular-nums">{progressWords(operation)}</span>
        </div>
      ) : null}
      {!busy && report.success ? (
        <div className="px-4 py-3">
          <p role="status">
            {report.data.undone.toLocaleString('en')} writes were taken back;{' '}
            {report.data.changed.toLocaleString('en')} have changed since and stay
            {report.data.failed > 0 ? `; ${report.data.failed.toLocaleString('en')} were refused` : ''}.
          </p>
          <ul className="mt-1">
            {report.data.samples.map(({ recordKey, why }) => (
              <li key={recordKey} className="flex gap-3">
                <Link
                  href={path(recordPath(laneId, recordKey))}
                  className="font-mono text-sm text-accent hover:underline"
                >
                  {keyText(recordKey)}
                </Link>
                <span className="text-sm text-ink-2">{why}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Undo what the first sync wrote for ${records}?`}
        description="Records that it created are deleted where they stand unchanged, values that it replaced come back, and its links are forgotten. When the flow is resumed, both sides meet anew by the rules of the deployed version. Everything goes into the ledger."
        action="Undo"
        count={count}
        danger
        onConfirm={() => {
          setAsking(false);
          start.mutate({ workspace, flowId, mapping });
        }}
      />
    </Card>
  );
}
