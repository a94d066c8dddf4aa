'use client';

import { useQuery } from '@tanstack/react-query';
import { LibraryBig, Plus, Search } from 'lucide-react';
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Input } from '#ui/input.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { NewModuleDialog } from './new-module-dialog.tsx';

type Row = ApiOutput['library']['list'][number];

const columns: Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    width: '20%',
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <code className="font-medium text-ink">{row.name}</code>
        {row.archived ? <Badge>Archived</Badge> : null}
      </span>
    ),
  },
  {
    id: 'description',
    header: 'What it does',
    cell: (row) => <span className="text-ink-2">{row.description.split('\n')[0]}</span>,
  },
  {
    id: 'version',
    header: 'Version',
    width: '72px',
    align: 'right',
    cell: (row) => <span className="tabular-nums">{row.version}</span>,
  },
  { id: 'flows', header: 'Used by', width: '190px', cell: (row) => <Uses row={row} /> },
  {
    id: 'saved',
    header: 'Last saved',
    width: '22%',
    cell: (row) => (
      <span className="text-ink-2">
        <RelativeTime at={row.savedAt} />, {row.savedBy}
      </span>
    ),
  },
];

function Uses({ row: { flows, behind } }: { row: Row }) {
  if (flows === 0) return <span className="text-ink-3">No flow</span>;
  return (
    <span className="text-ink-2">
      {flows === 1 ? '1 flow' : `${flows} flows`}
      {behind > 0 ? <span className="text-warn">, {behind} on older ones</span> : null}
    </span>
  );
}

const filters = { search: parseAsString.withDefault(''), archived: parseAsBoolean.withDefault(false) };

/** The modules of code that the flows of the workspace share. */
export function LibraryPage() {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const [{ search, archived }, setFilters] = useQueryStates(filters);
  const [adding, setAdding] = useState(false);
  const list = useQuery(trpc.library.list.queryOptions({ workspace: slug }));
  const error = errorParts(list.error);
  const rows = (list.data ?? []).filter(
    (row) =>
      (archived || !row.archived) &&
      `${row.name} ${row.description}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const add = can('library.save') ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      New module
    </Button>
  ) : null;
  const empty = list.data?.length === 0;
  return (
    <>
      <PageHeader title="Library" actions={add} />
      {list.data && !empty ? (
        <div className="flex h-10 shrink-0 items-center gap-4 border-b border-line bg-surface px-4">
          <div className="w-64">
            <Input
              type="search"
              aria-label="Search modules"
              placeholder="Search modules"
              icon={<Search />}
              value={search}
              onChange={(event) => void setFilters({ search: event.target.value || null })}
            />
          </div>
          <Checkbox checked={archived} onChange={(next) => void setFilters({ archived: next || null })}>
            Archived ones too
          </Checkbox>
        </div>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows label="Loading modules" /> : null}
        {empty ? (
          <EmptyState icon={<LibraryBig />} title="No module yet" actions={add}>
            A module is code that several steps share. A code step imports it by its name, as in{' '}
            <code>import {'{ trim }'} from 'library/text'</code>, in the version that it pins.
          </EmptyState>
        ) : null}
        {list.data && !empty && rows.length === 0 ? (
          <EmptyState icon={<Search />} title="No module matches">
            {archived ? 'Try other words.' : 'Try other words, or look among the archived ones too.'}
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <DataTable
            label="Modules"
            columns={columns}
            rows={rows}
            rowId={(row) => row.name}
            rowLabel={(row) => `Open ${row.name}`}
            href={(row) => path(`/library/${row.name}`)}
          />
        ) : null}
      </div>
      {adding ? <NewModuleDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}
