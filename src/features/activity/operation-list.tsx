'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useMemo } from 'react';
import { AuditReport } from '#core/ledger/audit-report.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import { trialWords } from '#core/trial/trial-counts.ts';
import { TrialReport } from '#core/trial/trial-report.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { auditedWords } from './audited-words.ts';
import { progressShare, progressWords } from './operation-progress.ts';
import { OperationState, operationName } from './operation-state.tsx';
import { isUnderWay, type Operation } from './use-operation.ts';
import { verifyWords } from './verify-words.ts';

function took(operation: Operation): string {
  if (!operation.startedAt) return '–';
  const end = operation.finishedAt ?? new Date();
  return describeDuration(end.getTime() - operation.startedAt.getTime());
}

function outcome(operation: Operation): string {
  if (operation.error) return operation.error.message;
  const found = VerifyReport.safeParse(operation.result);
  if (found.success) return verifyWords(found.data);
  const tried = TrialReport.safeParse(operation.result);
  if (tried.success) return trialWords(tried.data);
  const audited = AuditReport.safeParse(operation.result);
  if (audited.success) return auditedWords(audited.data);
  return progressWords(operation);
}

function columnsWith(flowName: (id: string | null) => string): Column<Operation>[] {
  return [
    {
      id: 'kind',
      header: 'Operation',
      width: '19%',
      cell: (operation) => <span className="font-medium">{operationName(operation)}</span>,
    },
    {
      id: 'state',
      header: 'State',
      width: '110px',
      cell: (operation) => <OperationState state={operation.state} />,
    },
    {
      id: 'flow',
      header: 'Flow',
      width: '16%',
      cell: (operation) => <span className="text-ink-2">{flowName(operation.flowId)}</span>,
    },
    {
      id: 'outcome',
      header: 'Result',
      cell: (operation) =>
        isUnderWay(operation) ? (
          <span className="flex items-center gap-3 pr-4">
            <span className="w-32 shrink-0">
              <ProgressBar label="Progress" value={progressShare(operation)} />
            </span>
            <span className="truncate text-ink-2">{progressWords(operation)}</span>
          </span>
        ) : (
          <span className="text-ink-2" title={outcome(operation)}>
            {outcome(operation)}
          </span>
        ),
    },
    {
      id: 'took',
      header: 'Took',
      width: '90px',
      align: 'right',
      cell: (operation) => <span className="text-ink-2">{took(operation)}</span>,
    },
    {
      id: 'by',
      header: 'By',
      width: '16%',
      cell: (operation) => <span className="text-ink-2">{operation.createdBy}</span>,
    },
    {
      id: 'when',
      header: 'Started',
      width: '96px',
      align: 'right',
      cell: (operation) => <RelativeTime at={operation.createdAt} className="text-ink-2" />,
    },
  ];
}

/** Long work of the workspace, newest first. */
export function OperationList() {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const flows = useFlows(slug);
  const list = useInfiniteQuery(
    trpc.operation.list.infiniteQueryOptions(
      { workspace: slug, limit: 50 },
      { getNextPageParam: (page) => page.next, refetchInterval: 2_000, placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(
    () =>
      columnsWith((id) => (id ? (flows.data?.find((flow) => flow.id === id)?.name ?? 'Deleted flow') : '')),
    [flows.data],
  );
  const error = errorParts(list.error);
  const notice = error && <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} />;
  if (!list.data) return notice ?? <SkeletonRows label="Loading operations" />;
  const operations = list.data.pages.flatMap((page) => page.operations);
  if (operations.length === 0) {
    return (
      <EmptyState icon={<ListChecks />} title="No operation yet">
        Long work such as comparing both sides of a flow is listed here with its progress and its result.
      </EmptyState>
    );
  }
  return (
    <>
      {notice}
      <DataTable
        label="Operations"
        columns={columns}
        rows={operations}
        rowId={(operation) => operation.id}
        rowLabel={(operation) => `Open ${operationName(operation)}`}
        href={(operation) => path(`/activity/operations/${operation.id}`)}
      />
      {list.hasNextPage ? (
        <div className="p-3 text-center">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}
