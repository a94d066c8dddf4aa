'use client';

import { useMutation } from '@tanstack/react-query';
import { useLive, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { Switch } from '#ui/switch.tsx';

/** Has both sides compared all the time, or not. */
export function ContinuousSwitch() {
  const { id } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const trpc = useTRPC();
  const set = useMutation(trpc.flow.setContinuousVerify.mutationOptions());
  const told = useLive((state) => state.status?.continuousVerify) ?? false;
  // The runner tells of it a moment after it was asked.
  const on = set.isPending ? set.variables.on : told;
  return (
    <Switch
      label="Compare all the time"
      checked={on}
      disabled={!can('flow.setContinuousVerify')}
      onChange={(next) => set.mutate({ workspace, id, on: next })}
    />
  );
}
