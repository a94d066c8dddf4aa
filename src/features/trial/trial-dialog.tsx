'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';

type Kind = 'past' | 'beside';

const lengths: Record<Kind, { value: string; label: string }[]> = {
  past: [
    { value: '900', label: 'The last 15 minutes' },
    { value: '3600', label: 'The last hour' },
    { value: '86400', label: 'The last 24 hours' },
    { value: '604800', label: 'The last 7 days' },
  ],
  beside: [
    { value: '300', label: 'For 5 minutes' },
    { value: '3600', label: 'For an hour' },
    { value: '86400', label: 'For 24 hours' },
  ],
};

const stories: Record<Kind, string> = {
  past: 'The changes that the live version has carried are put through the draft, and what would have come of each is held against what did.',
  beside:
    'Every change that the live version carries from now on is put through the draft as well, until you stop it.',
};

/** Asks on which changes the draft is to be tried, and leads to what comes of it. */
export function TrialDialog({ flow, onClose }: { flow: ApiOutput['flow']['get']; onClose: () => void }) {
  const session = useSession();
  const client = useTRPCClient();
  const router = useRouter();
  const { slug: workspace, path } = useWorkspace();
  const [kind, setKind] = useState<Kind>('past');
  const [seconds, setSeconds] = useState<Record<Kind, string>>({ past: '86400', beside: '3600' });
  const start = useMutation({
    mutationFn: async () => {
      await session.saver.settle();
      const span = { kind, seconds: Number(seconds[kind]) };
      return client.operation.startTrial.mutate({ workspace, flowId: flow.id, span });
    },
    onSuccess: ({ id }) => router.push(path(`/activity/operations/${id}`)),
  });
  const error = errorParts(start.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Try the draft on real changes"
      description="Nothing is written anywhere, and the live version goes on as it is."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            loading={start.isPending || start.isSuccess}
            onClick={() => start.mutate()}
          >
            {kind === 'past' ? 'Try' : 'Run beside'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          className="self-start"
          label="Which changes"
          value={kind}
          onChange={setKind}
          options={[
            { value: 'past', label: 'Past changes' },
            { value: 'beside', label: 'Beside the live version' },
          ]}
        />
        <p className="text-ink-2">{stories[kind]}</p>
        <Field label="How long">
          <Select
            value={seconds[kind]}
            onChange={(value) => setSeconds({ ...seconds, [kind]: value })}
            options={lengths[kind]}
          />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
      </div>
    </Dialog>
  );
}
