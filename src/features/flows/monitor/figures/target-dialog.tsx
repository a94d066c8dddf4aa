'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FlowTarget } from '#core/figures/flow-target.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';

/** Sets, changes or takes away what is expected of the flow. */
export function TargetDialog({
  target,
  open,
  onOpenChange,
}: {
  target: FlowTarget | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { id } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [share, setShare] = useState(String(+((target?.share ?? 0.999) * 100).toFixed(3)));
  const [seconds, setSeconds] = useState(String((target?.withinMs ?? 2_000) / 1000));
  const set = useMutation(
    trpc.figures.setTarget.mutationOptions({
      onSuccess: async () => {
        onOpenChange(false);
        await queryClient.invalidateQueries({ queryKey: trpc.figures.pathKey() });
      },
    }),
  );
  const shareOf = Number(share.replace(',', '.')) / 100;
  const withinOf = Math.round(Number(seconds.replace(',', '.')) * 1000);
  const badShare = !FlowTarget.shape.share.safeParse(shareOf).success;
  const badWithin = !FlowTarget.shape.withinMs.safeParse(withinOf).success;
  const error = errorParts(set.error);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="Target"
      description="Which share of the records should agree again, within which time."
      footer={
        <>
          {target ? (
            <Button
              variant="ghost"
              className="mr-auto"
              disabled={set.isPending}
              onClick={() => set.mutate({ workspace, id, target: null })}
            >
              Remove
            </Button>
          ) : null}
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            loading={set.isPending}
            disabled={badShare || badWithin}
            onClick={() => set.mutate({ workspace, id, target: { share: shareOf, withinMs: withinOf } })}
          >
            Set target
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label="Share, %" error={badShare ? 'From 50 to 99.999.' : null}>
          <Input inputMode="decimal" value={share} onChange={(event) => setShare(event.target.value)} />
        </Field>
        <Field label="Within, seconds" error={badWithin ? 'From 0.001 to 604800.' : null}>
          <Input inputMode="decimal" value={seconds} onChange={(event) => setSeconds(event.target.value)} />
        </Field>
      </div>
      <p className="mt-3 text-sm text-ink-2">
        The rest is the error budget of 30 days. A record that is held or parked for longer counts as late,
        until it agrees.
      </p>
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
    </Dialog>
  );
}
