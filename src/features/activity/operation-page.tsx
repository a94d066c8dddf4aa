'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { describeDuration } from '#lib/describe-duration.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { BulkOperationView } from '../bulk/bulk-operation-view.tsx';
import { selectionWords } from '../bulk/selection-words.ts';
import { ExportMenu } from '../records/export-menu.tsx';
import { TrialResult } from '../trial/trial-result.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AuditResultView } from './audit-result-view.tsx';
import { detailWords } from './audit-words.ts';
import { CancelOperation } from './cancel-operation.tsx';
import { progressShare, progressWords } from './operation-progress.ts';
import { OperationState, operationName } from './operation-state.tsx';
import { isUnderWay, type Operation, useOperation } from './use-operation.ts';
import { VerifyResultView } from './verify-result-view.tsx';

/** What it was asked with, in words; a trial tells that itself. */
function inputWords(kind: Operation['kind'], asked: Record<string, unknown>): string {
  if (kind === 'trial') return '';
  return kind === 'bulk' ? selectionWords(asked) : detailWords(asked);
}

function Facts({ operation }: { operation: Operation }) {
  const { startedAt, finishedAt } = operation;
  const { slug, path } = useWorkspace();
  const flow = useFlows(slug).data?.find(({ id }) => id === operation.flowId);
  // Whether it repairs is in its name.
  const { workspace: _, repair: __, ...asked } = operation.input;
  const input = inputWords(operation.kind, asked);
  const facts: [string, ReactNode][] = [
    ...(flow
      ? [
          [
            'Flow',
            <Link key="flow" href={path(`/flows/${flow.id}/monitor`)} className="text-accent hover:underline">
              {flow.name}
            </Link>,
          ] satisfies [string, ReactNode],
        ]
      : []),
    ['Asked by', operation.createdBy],
    ['Asked', <ClockTime key="asked" at={operation.createdAt} />],
    ['Began', startedAt ? <ClockTime key="began" at={startedAt} /> : 'not yet'],
    [
      'Ended',
      finishedAt ? (
        <>
          <ClockTime at={finishedAt} />
          {startedAt ? `, after ${describeDuration(finishedAt.getTime() - startedAt.getTime())}` : ''}
        </>
      ) : (
        'not yet'
      ),
    ],
    ...(input ? [[operation.kind === 'bulk' ? 'Of' : 'With', input] satisfies [string, ReactNode]] : []),
  ];
  return (
    <dl className="grid grid-cols-[120px_1fr] gap-x-4 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One operation: how far it is, and what came of it. */
export function OperationPage({ id }: { id: string }) {
  const { slug, path } = useWorkspace();
  const query = useOperation(slug, id);
  const error = errorParts(query.error);
  const operation = query.data;
  const words = operation ? progressWords(operation) : '';
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Activity', href: path('/activity') }]}
        title={operation ? operationName(operation) : 'Operation'}
        status={operation ? <OperationState state={operation.state} /> : null}
        actions={operation ? <CancelOperation operation={operation} /> : null}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void query.refetch()} /> : null}
        {query.isPending ? <SkeletonRows label="Loading the operation" /> : null}
        {operation ? (
          <div className="mx-auto flex max-w-4xl flex-col gap-4 p-6 max-md:p-3">
            <Card>
              <div className="flex flex-col gap-4">
                {isUnderWay(operation) || words ? (
                  <div>
                    <p className="mb-1.5 text-ink-2" aria-live="polite">
                      {words || (operation.state === 'queued' ? 'Waits for a runner.' : 'Beginning.')}
                    </p>
                    <ProgressBar
                      label="Progress"
                      value={progressShare(operation)}
                      tone={
                        operation.state === 'failed'
                          ? 'fail'
                          : isUnderWay(operation)
                            ? 'accent'
                            : operation.state === 'done'
                              ? 'ok'
                              : 'neutral'
                      }
                    />
                  </div>
                ) : null}
                <Facts operation={operation} />
              </div>
            </Card>
            {operation.error ? <ErrorNotice error={operation.error} /> : null}
            {operation.kind === 'bulk' ? <BulkOperationView operation={operation} /> : null}
            {operation.kind === 'bulk' ? (
              <ExportMenu what="results" asked={{ operation: operation.id }} />
            ) : null}
            {operation.kind === 'trial' ? <TrialResult operation={operation} /> : null}
            {operation.kind === 'audit' ? <AuditResultView result={operation.result} /> : null}
            {operation.kind === 'verify' ? (
              <VerifyResultView id={operation.id} result={operation.result} />
            ) : null}
          </div>
        ) : null}
      </div>
    </>
  );
}
