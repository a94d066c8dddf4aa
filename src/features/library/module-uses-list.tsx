'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import { classNames } from '#lib/class-names.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { movableFlows } from './movable-flows.ts';

type Uses = ApiOutput['library']['uses'];
type Use = Uses['flows'][number]['draft'][number];

/** Flows and modules that use a module, with the version that each of them uses. */
export function ModuleUsesList({
  uses,
  latest,
  onMove,
}: {
  uses: UseQueryResult<Uses, unknown>;
  latest: number;
  onMove: () => void;
}) {
  const { path, can } = useWorkspace();
  const error = errorParts(uses.error);
  if (error) return <ErrorNotice className="m-4" error={error} onRetry={() => void uses.refetch()} />;
  if (!uses.data) return <SkeletonRows label="Loading what uses it" />;
  const { flows, modules } = uses.data;
  if (flows.length === 0 && modules.length === 0) {
    return <EmptyState title="Nothing uses it">Steps and modules that import it are listed here.</EmptyState>;
  }
  const movable = movableFlows(uses.data, latest).length;
  return (
    <>
      {movable > 0 && can('library.moveFlows') ? (
        <div className="flex items-center gap-2 border-b border-line bg-warn-bg px-4 py-2">
          <p className="min-w-0 flex-1 text-sm text-ink">
            {movable === 1 ? 'The draft of 1 flow uses' : `The drafts of ${movable} flows use`} an older
            version.
          </p>
          <Button size="sm" onClick={onMove}>
            Move to version {latest}
          </Button>
        </div>
      ) : null}
      <ul aria-label="Used by">
        {flows.map(({ id, name, draft, deployed }) => (
          <li key={id} className="border-b border-line px-4 py-2">
            <Link href={path(`/flows/${id}/build`)} className="font-medium text-ink hover:underline">
              {name}
            </Link>
            <ul>
              {draft.map((use) => (
                <UseLine
                  key={`draft ${use.nodeId} ${use.version}`}
                  use={use}
                  latest={latest}
                  where="draft"
                  href={path(`/flows/${id}/build?step=${use.nodeId}`)}
                />
              ))}
              {deployed?.uses.map((use) => (
                <UseLine
                  key={`deployed ${use.nodeId} ${use.version}`}
                  use={use}
                  latest={latest}
                  where={`deployed as v${deployed.version}`}
                  href={path(`/flows/${id}/versions`)}
                />
              ))}
            </ul>
          </li>
        ))}
        {modules.map(({ name, version, imports }) => (
          <li key={name} className="flex items-center gap-2 border-b border-line px-4 py-2">
            <Link href={path(`/library/${name}`)} className="font-medium hover:underline">
              <code>library/{name}</code>
            </Link>
            <span className="text-sm text-ink-3">version {version}</span>
            <VersionNumber version={imports} latest={latest} />
          </li>
        ))}
      </ul>
    </>
  );
}

function UseLine({
  use: { title, version, via },
  where,
  href,
  latest,
}: {
  use: Use;
  where: string;
  href: string;
  latest: number;
}) {
  return (
    <li className="flex min-h-6 items-center gap-2 text-sm">
      <Link href={href} className="min-w-0 truncate text-ink-2 hover:underline">
        {title}
      </Link>
      <span className="min-w-0 truncate text-ink-3">
        {where}
        {via.length > 0 ? ` by way of ${via.join(', ')}` : ''}
      </span>
      <VersionNumber version={version} latest={latest} />
    </li>
  );
}

function VersionNumber({ version, latest }: { version: number; latest: number }) {
  return (
    <span
      className={classNames(
        'ml-auto shrink-0 text-sm tabular-nums',
        version < latest ? 'text-warn' : 'text-ink-2',
      )}
    >
      v{version}
      {version < latest ? <span className="sr-only">, which is older than the newest</span> : null}
    </span>
  );
}
