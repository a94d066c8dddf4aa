'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Drift } from '#features/flow-editor/panels/use-drifts.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { CreateFieldDialog } from './create-field-dialog.tsx';
import { useAcceptDrift } from './use-accept-drift.ts';

/** The ways out of a drift that change the mapping, and setting it aside. */
export function DriftDecision({ drift }: { drift: Drift }) {
  const { can, slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const accept = useAcceptDrift(drift);
  const [creating, setCreating] = useState<number | null>(null);
  const ignore = useMutation(
    trpc.drift.ignore.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.drift.pathKey() }),
    }),
  );
  const error = errorParts(accept.error ?? ignore.error);
  const ignored = drift.ignoredBy !== null;
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {drift.options.map((option, place) =>
          option.kind === 'sql' ? null : (
            <Button
              key={option.label}
              disabled={!can('drift.accept')}
              loading={accept.isPending && accept.variables?.option === place}
              onClick={() =>
                option.kind === 'create' ? setCreating(place) : accept.mutate({ option: place })
              }
            >
              {option.kind === 'create' ? `${option.label}…` : option.label}
            </Button>
          ),
        )}
        <Button
          variant="ghost"
          // Alone in its row it stands under the text.
          className={drift.options.some((option) => option.kind !== 'sql') ? '' : '-ml-2.5'}
          disabled={!can('drift.ignore')}
          loading={ignore.isPending}
          onClick={() => ignore.mutate({ workspace, id: drift.id, ignore: !ignored })}
        >
          {ignored ? 'Consider again' : 'Ignore'}
        </Button>
        {ignored ? <span className="text-sm text-ink-3">Set aside by {drift.ignoredBy}</span> : null}
      </div>
      {error ? <ErrorNotice error={error} className="mt-2" /> : null}
      {creating === null ? null : (
        <CreateFieldDialog drift={drift} option={creating} onClose={() => setCreating(null)} />
      )}
    </>
  );
}
