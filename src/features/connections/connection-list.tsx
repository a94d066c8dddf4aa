'use client';

import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import Link from 'next/link';
import { connectorManifests } from '#connectors/registry.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { buttonClasses } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { connectionAddress } from './connection-address.ts';
import { ConnectionTestStatus } from './connection-test-status.tsx';

type Row = ApiOutput['connection']['list'][number];

const columns: Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    width: '22%',
    cell: (row) => <span className="font-medium">{row.name}</span>,
  },
  {
    id: 'system',
    header: 'System',
    width: '18%',
    cell: (row) => (
      <span className="text-ink-2">
        {row.lastTest?.server ?? connectorManifests[row.connector]?.label ?? row.connector}
      </span>
    ),
  },
  {
    id: 'address',
    header: 'Address',
    cell: (row) => <code className="text-ink-2">{connectionAddress(row.config)}</code>,
  },
  {
    id: 'test',
    header: 'Last test',
    width: '20%',
    cell: (row) => <ConnectionTestStatus test={row.lastTest} />,
  },
  {
    id: 'usedBy',
    header: 'Used by',
    width: '18%',
    cell: (row) => (
      <span className="text-ink-2">
        {row.usedBy.length === 0
          ? 'No flow'
          : row.usedBy.length === 1
            ? row.usedBy[0]?.flowName
            : `${row.usedBy.length} flows`}
      </span>
    ),
  },
];

/** All connections of the workspace. */
export function ConnectionList() {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const list = useQuery(trpc.connection.list.queryOptions({ workspace: slug }));
  const add = can('connection.create') ? (
    <Link href={path('/connections/new')} className={buttonClasses('primary')}>
      <Plus aria-hidden />
      Add connection
    </Link>
  ) : null;
  const error = errorParts(list.error);
  return (
    <>
      <PageHeader title="Connections" actions={add} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows label="Loading connections" /> : null}
        {list.data?.length === 0 ? (
          <EmptyState icon={<Plug />} title="No connection yet" actions={add}>
            A connection is one system that Syncline may read and write, such as your CRM’s database. A flow
            needs two.
          </EmptyState>
        ) : null}
        {list.data && list.data.length > 0 ? (
          <DataTable
            label="Connections"
            columns={columns}
            rows={list.data}
            rowId={(row) => row.id}
            rowLabel={(row) => `Open ${row.name}`}
            href={(row) => path(`/connections/${row.id}`)}
          />
        ) : null}
      </div>
    </>
  );
}
