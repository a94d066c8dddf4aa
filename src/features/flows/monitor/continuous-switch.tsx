'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Switch } from '#ui/switch.tsx';
import { toast } from '#ui/toast.tsx';

/** Has both sides compared all the time, or not. */
export function ContinuousSwitch() {
  const { id } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const trpc = useTRPC();
  const set = useMutation(
    trpc.flow.setContinuousVerify.mutationOptions({
      onError: (error) => toast.error(errorParts(error)?.message ?? 'It was not changed'),
    }),
  );
  const told = useLive((state) => state.status?.continuousVerify) ?? false;
  const { isPending, isSuccess, variables, reset } = set;
  // The runner tells of it a moment after it was asked.
  const asked = isPending || isSuccess ? variables.on : null;
  useEffect(() => {
    if (isSuccess && told === asked) reset();
  }, [isSuccess, told, asked, reset]);
  return (
    <Switch
      label="Compare all the time"
      checked={asked ?? told}
      disabled={!can('flow.setContinuousVerify')}
      onChange={(next) => set.mutate({ workspace, id, on: next })}
    />
  );
}
