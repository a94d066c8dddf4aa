'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import type { Finding, FindingFilter } from '#core/operations/finding-selection.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import type { FindingTarget } from '../bulk/bulk-target.ts';
import { SelectionBar } from '../bulk/selection-bar.tsx';
import { useTicks } from '../bulk/use-ticks.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { FindingFilters, useFindingFilters } from './finding-filters.tsx';
import { FindingTable } from './finding-table.tsx';

const pageSize = 50;

/** The findings that are ticked, and what they come to as a target. */
function useFindingSelection(findings: FindingFilter) {
  const ticks = useTicks<Finding>(JSON.stringify(findings), ({ number }) => String(number));
  const numbers = [...ticks.rows.values()].map(({ number }) => number);
  const target: FindingTarget | null = ticks.all
    ? { findings }
    : numbers.length > 0
      ? { findings, numbers }
      : null;
  return { ...ticks, target };
}

/** What a verify found, page by page, to be ticked and repaired. */
export function FindingsSection({ verifyId, lanes }: { verifyId: string; lanes: VerifyReport['lanes'] }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const filters = useFindingFilters(verifyId);
  const { filter } = filters;
  const [cursors, setCursors] = useState<string[]>([]);
  const list = useQuery(
    trpc.operation.findings.queryOptions(
      { workspace: slug, filter, cursor: cursors.at(-1), limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const selection = useFindingSelection(filter);
  const error = errorParts(list.error);
  const page = list.data;
  const count = page && { count: page.count, estimated: false };
  const from = cursors.length * pageSize + 1;
  return (
    <Card
      flush
      title="What differs"
      actions={<FindingFilters lanes={lanes} filters={filters} onChange={() => setCursors([])} />}
    >
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={5} label="Loading what differs" /> : null}
      <SelectionBar selection={selection} count={count} actions={['repair']} noun={['finding', 'findings']} />
      {page && page.findings.length > 0 ? (
        <FindingTable
          rows={page.findings}
          lanes={lanes}
          selection={can('bulk.previewRepair') ? selection : undefined}
        />
      ) : null}
      {page && page.findings.length === 0 ? (
        <EmptyState title="Nothing to show">
          No finding matches; findings are kept for a week. Verify again to see what differs now.
        </EmptyState>
      ) : null}
      {page && page.findings.length > 0 && (page.next || cursors.length > 0) ? (
        <Pagination
          summary={`${from.toLocaleString('en')} to ${(from + page.findings.length - 1).toLocaleString('en')} of ${page.count.toLocaleString('en')}`}
          onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onNext={
            page.next && !list.isPlaceholderData
              ? () => page.next && setCursors([...cursors, page.next])
              : undefined
          }
        />
      ) : null}
    </Card>
  );
}
