'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { planChanges } from '#core/flow/plan-changes.ts';
import { useRefreshFlow } from '#features/flow-editor/header/use-flow-actions.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Field } from '#ui/field.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { toast } from '#ui/toast.tsx';
import { ChangePreview } from './change-preview.tsx';
import { useFlowAt } from './use-flow-at.ts';
import type { Version } from './version-row.tsx';

/** Deploys what a version was as a new one; the draft stays as it is. */
export function RollBackDialog({
  number,
  versions,
  onClose,
}: {
  number: number;
  versions: readonly Version[];
  onClose: () => void;
}) {
  const { id } = useSession();
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const refresh = useRefreshFlow(id);
  const [message, setMessage] = useState(`Back to version ${number}`);
  const [live, then] = [useFlowAt('live', versions).graph, useFlowAt(String(number), versions).graph];
  const rollBack = useMutation(
    trpc.flow.rollBack.mutationOptions({
      onSuccess: async ({ version }) => {
        await refresh();
        toast.success(`Version ${version} runs, which is version ${number} again.`);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Deploy version ${number} again`}
      description="It becomes a new version that takes the place of what runs. The draft stays as it is."
      action={`Deploy v${number} again`}
      danger={false}
      pending={rollBack.isPending}
      error={errorParts(rollBack.error)}
      onConfirm={() => rollBack.mutate({ workspace, id, number, message: message.trim() })}
    >
      {live && then ? (
        <ChangePreview
          title="What changes in what runs"
          changes={planChanges(live, then)}
          graphs={[then, live]}
        />
      ) : (
        <SkeletonRows rows={3} label="Reading both versions" />
      )}
      <Field label="Message" hint="Why, for whoever reads the versions.">
        <Textarea
          rows={2}
          maxLength={500}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}
