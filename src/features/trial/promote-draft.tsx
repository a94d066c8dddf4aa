'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { trialDifferences, trialWords } from '#core/trial/trial-counts.ts';
import type { TrialReport } from '#core/trial/trial-report.ts';
import type { Operation } from '#features/activity/use-operation.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { toast } from '#ui/toast.tsx';

/** Deploys the draft that was tried, as long as nobody has edited it since. */
export function PromoteDraft({ operation, report }: { operation: Operation; report: TrialReport }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { slug: workspace, can, path } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const id = operation.flowId ?? '';
  const flow = useQuery(trpc.flow.get.queryOptions({ workspace, id }, { enabled: id !== '' })).data;
  const deploy = useMutation(
    trpc.flow.deploy.mutationOptions({
      onSuccess: async ({ version }) => {
        toast.success(`Version ${version} is deployed.`);
        await queryClient.invalidateQueries({ queryKey: trpc.flow.pathKey() });
        router.push(path(`/flows/${id}/monitor`));
      },
    }),
  );
  const { revision } = operation.input;
  if (!flow || typeof revision !== 'number' || !flow.draftDiffers) return null;
  const edited = flow.draftRevision !== revision;
  const differences = trialDifferences(report);
  return (
    <>
      {edited ? <span className="text-ink-2">The draft was edited since: try it again.</span> : null}
      <Button variant="primary" disabled={edited || !can('flow.deploy')} onClick={() => setAsking(true)}>
        Deploy this draft
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Deploy the tried draft of “${flow.name}”?`}
        description={`It takes the place of version ${flow.deployed?.number ?? 0}. Of the changes that it was tried on, ${differences.toLocaleString('en')} would have gone another way; they stay as they are.`}
        action="Deploy"
        danger={false}
        pending={deploy.isPending || deploy.isSuccess}
        error={errorParts(deploy.error)}
        onConfirm={() =>
          deploy.mutate({ workspace, id, revision, message: `Tried on real changes. ${trialWords(report)}.` })
        }
      />
    </>
  );
}
