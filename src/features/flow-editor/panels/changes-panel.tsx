'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { RecordTable } from '#features/records/record-table.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useSession } from '../session/use-session.tsx';

const SHOWN = 25;
const EVERY_MS = 2000;

/** The last changes that the flow carried, read again while they are looked at. */
export function ChangesPanel() {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace, path } = useWorkspace();
  const records = useQuery(
    trpc.record.list.queryOptions(
      { workspace, filter: { flowId: id }, limit: SHOWN },
      { refetchInterval: EVERY_MS, staleTime: 0 },
    ),
  );
  const error = errorParts(records.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void records.refetch()} className="m-4" />;
  if (!records.data) return <SkeletonRows rows={5} label="Reading the last changes" />;
  if (records.data.entries.length === 0)
    return <p className="px-4 py-4 text-ink-2">Nothing was carried yet.</p>;
  return (
    <>
      <RecordTable rows={records.data.entries} label="Last changes" />
      <p className="px-4 py-2">
        <Link href={path(`/records?flow=${id}`)} className="text-accent hover:underline">
          All records of this flow
        </Link>
      </p>
    </>
  );
}
