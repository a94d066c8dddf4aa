'use client';

import { Scale } from 'lucide-react';
import { useState } from 'react';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import type { LineTarget } from '../bulk/bulk-target.ts';
import { SelectionBar } from '../bulk/selection-bar.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { isLogFiltered, noLogFilters } from './log-filters.ts';
import { LogPanel } from './log-panel.tsx';
import { LogTable } from './log-table.tsx';
import { ReDecideDialog } from './re-decide-dialog.tsx';
import { useConflictLog } from './use-conflict-log.ts';
import { VerdictBreakdown } from './verdict-breakdown.tsx';

function NothingDecided({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <EmptyState
      icon={<Scale />}
      title="No decided conflict matches these filters"
      actions={<Button onClick={onClear}>Clear all filters</Button>}
    />
  ) : (
    <EmptyState icon={<Scale />} title="No conflict was decided yet">
      When both sides change the same field, the flow’s rule decides, and what it decided and why is kept
      here.
    </EmptyState>
  );
}

/** Everything that rules and people decided: who won, by which rule of which version, and why. */
export function ConflictLog() {
  const log = useConflictLog();
  const { params, list, counts, selection, openSeq, set } = log;
  const page = list.data;
  const opened = page?.entries.find(({ seq }) => seq === openSeq);
  const error = errorParts(list.error ?? counts.error);
  const clear = () => set(noLogFilters);
  const { can } = useWorkspace();
  const [deciding, setDeciding] = useState<LineTarget | null>(null);
  const found = counts.data && { count: counts.data.conflicts, estimated: counts.data.partial };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <LogFilterBar params={params} known={log.known} set={set} clear={clear} />
      {counts.data ? <VerdictBreakdown counts={counts.data} onNarrow={set} /> : null}
      <SelectionBar selection={selection} count={found} actions={['revert']} noun={['conflict', 'conflicts']}>
        {(target) => (
          <Button variant="primary" icon={<Scale aria-hidden />} onClick={() => setDeciding(target)}>
            Decide again…
          </Button>
        )}
      </SelectionBar>
      {deciding ? <ReDecideDialog target={deciding} onClose={() => setDeciding(null)} /> : null}
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto" aria-busy={list.isFetching}>
          {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
          {list.isPending ? <SkeletonRows rows={12} label="Loading decided conflicts" /> : null}
          {page && page.entries.length > 0 ? (
            <LogTable
              rows={page.entries}
              field={params.field}
              openSeq={openSeq}
              onOpen={({ seq }) => log.open(seq)}
              selection={can('bulk.preview') ? selection : undefined}
            />
          ) : null}
          {page && page.entries.length === 0 ? (
            <NothingDecided filtered={isLogFiltered(params) || params.cursor !== null} onClear={clear} />
          ) : null}
        </div>
        {opened ? <LogPanel key={opened.seq} row={opened} onClose={() => log.open(null)} /> : null}
      </div>
      {page && (page.next || params.cursor) ? <Pagination {...log.pages} /> : null}
    </div>
  );
}
