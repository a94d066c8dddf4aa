'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { verifyCounts } from '#core/ledger/verify-counts.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import { CancelOperation } from '#features/activity/cancel-operation.tsx';
import { progressShare, progressWords } from '#features/activity/operation-progress.ts';
import { isUnderWay, type Operation, useOperation } from '#features/activity/use-operation.ts';
import { useReadOperation } from '#features/activity/use-read-operation.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button, buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { ContinuousSwitch } from './continuous-switch.tsx';
import { RepairButton } from './repair-button.tsx';
import { Verified } from './verified.tsx';
import { VerifyFindings } from './verify-findings.tsx';

/** The latest verify of this flow, kept up to date while it runs. */
function useVerify(flowId: string) {
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const [startedId, setStartedId] = useState<string | null>(null);
  const list = useQuery(trpc.operation.list.queryOptions({ workspace, kind: 'verify', flowId, limit: 1 }));
  const latest = list.data?.operations[0];
  const operation = useOperation(workspace, startedId ?? latest?.id ?? null);
  return { operation: operation.data ?? null, onStarted: setStartedId };
}

/** Compares both sides on request, and lists what disagrees. */
export function VerifyCard() {
  const { id: flowId } = useSession();
  const trpc = useTRPC();
  const { slug: workspace, can, path } = useWorkspace();
  const { operation, onStarted } = useVerify(flowId);
  const queries = useQueryClient();
  const read = useReadOperation(workspace);
  const start = useMutation(
    trpc.operation.startVerify.mutationOptions({
      onSuccess: async ({ id }) => {
        await read(id);
        onStarted(id);
        // Who comes back to the page finds the latest one by the list.
        void queries.invalidateQueries(trpc.operation.list.pathFilter());
      },
    }),
  );
  const report = VerifyReport.safeParse(operation?.result);
  const startError = errorParts(start.error);
  const busy = operation !== null && isUnderWay(operation);
  const differ = !busy && report.success ? verifyCounts(report.data).differ : 0;
  return (
    <Card
      flush
      title="Verify"
      description="Reads both sides and compares every record that the lanes keep equal."
      actions={
        <>
          <ContinuousSwitch />
          {operation ? <CancelOperation operation={operation} /> : null}
          {operation && differ > 0 ? (
            <>
              <Link className={buttonClasses()} href={path(`/activity/operations/${operation.id}`)}>
                Choose which…
              </Link>
              <RepairButton verifyId={operation.id} records={differ} />
            </>
          ) : null}
          <Button
            icon={<ShieldCheck aria-hidden />}
            loading={start.isPending || busy}
            disabled={!can('operation.startVerify')}
            onClick={() => start.mutate({ workspace, flowId })}
          >
            Verify
          </Button>
        </>
      }
    >
      <Verified />
      {startError ? <ErrorNotice error={startError} className="m-4" /> : null}
      {operation && busy ? <Progress operation={operation} /> : null}
      {operation?.error ? <ErrorNotice error={{ ...operation.error, detail: null }} className="m-4" /> : null}
      {operation?.state === 'cancelled' ? (
        <p className="px-4 py-3 text-ink-2">The last verify was cancelled.</p>
      ) : null}
      {!busy && report.success ? <VerifyFindings report={report.data} /> : null}
      {operation ? null : <p className="px-4 py-3 text-ink-2">This flow was not verified yet.</p>}
    </Card>
  );
}

function Progress({ operation }: { operation: Operation }) {
  return (
    <div className="flex items-center gap-4 px-4 py-3">
      <ProgressBar label="Verify" value={progressShare(operation)} />
      <span className="shrink-0 text-sm text-ink-2 tabular-nums">{progressWords(operation)}</span>
    </div>
  );
}
