'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { OpenModule } from './open-module.tsx';

/** A module: its newest version to edit, the versions before it, and who uses which. */
export function ModulePage({ name }: { name: string }) {
  const { slug: workspace, path } = useWorkspace();
  const trpc = useTRPC();
  // What is edited is what was read last: never something older that was kept.
  const module = useQuery(
    trpc.library.show.queryOptions(
      { workspace, name },
      { refetchOnMount: 'always', refetchOnWindowFocus: false },
    ),
  );
  if (module.data && module.isFetchedAfterMount) return <OpenModule key={name} module={module.data} />;
  const error = errorParts(module.error);
  return (
    <>
      <PageHeader crumbs={[{ label: 'Library', href: path('/library') }]} title={name} />
      {error ? (
        <ErrorNotice className="m-4" error={error} onRetry={() => void module.refetch()} />
      ) : (
        <SkeletonRows label="Loading the module" />
      )}
    </>
  );
}
