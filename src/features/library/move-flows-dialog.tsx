'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { type MovableFlow, movableFlows } from './movable-flows.ts';

type Moved = ApiOutput['library']['moveFlows'];

/** Moves drafts of flows to a version of a module: those that are chosen, and each is told of. */
export function MoveFlowsDialog({
  name,
  version,
  onClose,
}: {
  name: string;
  version: number;
  onClose: () => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const uses = useQuery(trpc.library.uses.queryOptions({ workspace, name }, { refetchOnMount: 'always' }));
  const move = useMutation(
    trpc.library.moveFlows.mutationOptions({ onSuccess: () => client.invalidateQueries() }),
  );
  const movable = uses.data ? movableFlows(uses.data, version) : [];
  const chosen = movable.filter(({ id }) => !left.has(id));
  const error = errorParts(move.error ?? uses.error);
  const flows = chosen.map(({ id, revision }) => ({ id, revision }));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Move to version ${version} of ${name}`}
      description="Drafts change; what runs stays on its version until you deploy."
      footer={
        move.data ? (
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Not now</Button>
            <Button
              variant="primary"
              disabled={chosen.length === 0}
              loading={move.isPending}
              onClick={() => move.mutate({ workspace, name, version, flows })}
            >
              {chosen.length === 1 ? 'Move 1 draft' : `Move ${chosen.length} drafts`}
            </Button>
          </>
        )
      }
    >
      {uses.isPending ? <SkeletonRows rows={3} label="Loading what uses it" /> : null}
      {move.data ? <Results moved={move.data} version={version} /> : null}
      {move.data ? null : (
        <ul aria-label="Drafts on an older version">
          {movable.map((flow) => (
            <Choice
              key={flow.id}
              flow={flow}
              checked={!left.has(flow.id)}
              onChange={(checked) => {
                const next = new Set(left);
                if (checked) next.delete(flow.id);
                else next.add(flow.id);
                setLeft(next);
              }}
            />
          ))}
        </ul>
      )}
      {uses.data && movable.length === 0 && !move.data ? (
        <p className="text-ink-2">Every draft that uses it is on version {version}.</p>
      ) : null}
      {error ? <ErrorNotice className="mt-3" error={error} /> : null}
    </Dialog>
  );
}

function Choice({
  flow: { name, steps, versions },
  checked,
  onChange,
}: {
  flow: MovableFlow;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <li className="border-b border-line py-1 last:border-b-0">
      <Checkbox checked={checked} onChange={onChange}>
        <span className="font-medium">{name}</span>{' '}
        <span className="text-ink-3">
          {steps.join(', ')}, now on {versions.map((version) => `v${version}`).join(' and ')}
        </span>
      </Checkbox>
    </li>
  );
}

function Results({ moved, version }: { moved: Moved; version: number }) {
  const { path } = useWorkspace();
  return (
    <ul aria-label="What came of it">
      {moved.map(({ id, name, nodes, refused }) => (
        <li key={id} className="flex min-h-8 items-center gap-2 border-b border-line py-1 last:border-b-0">
          <StatusDot tone={refused ? 'fail' : 'ok'}>
            {refused
              ? refused.message
              : `${nodes === 1 ? '1 step is' : `${nodes} steps are`} on version ${version}`}
          </StatusDot>
          <Link href={path(`/flows/${id}/build`)} className="ml-auto shrink-0 font-medium hover:underline">
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
