'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { actionVerbs, describeAction } from '#core/operations/describe-action.ts';
import { recordsToConfirm } from '#core/operations/records-to-confirm.ts';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ActionOptions, plainActions } from './action-options.tsx';
import type { OfferedAction } from './bulk-menu.tsx';
import type { BulkTarget } from './bulk-target.ts';
import { PreviewProgress } from './preview-progress.tsx';
import { PreviewResult } from './preview-result.tsx';
import { RateField } from './rate-field.tsx';
import { usePreview } from './use-preview.ts';

/** A reason must be written first; everything else can be looked at as it is. */
const isComplete = (action: BulkAction) => action.kind !== 'ignore' || action.reason.trim() !== '';

const lines = ['line', 'lines'] as const;

/** What a preview calls that which was selected. */
const nouns = {
  replay: lines,
  revert: lines,
  resolve: lines,
  ignore: lines,
  repair: ['finding', 'findings'],
} as const;

/** Shows what an action would do to the selected records, and does it with the number on the button. */
export function BulkDialog({
  action: kind,
  target,
  onClose,
}: {
  action: OfferedAction;
  target: BulkTarget;
  onClose: () => void;
}) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [action, setAction] = useState<BulkAction>(plainActions[kind]);
  const [rate, setRate] = useState<number | null>(null);
  const preview = usePreview(target);
  const start = useMutation(
    trpc.bulk.start.mutationOptions({
      onSuccess: ({ id }) => router.push(path(`/activity/operations/${id}`)),
    }),
  );
  // What needs no words can be looked at right away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun once, when the window opens
  useEffect(() => {
    if (isComplete(action)) preview.start(action);
  }, []);
  const look = (at: BulkAction) => {
    start.reset();
    preview.start(at);
  };
  const change = (next: BulkAction) => {
    setAction(next);
    if (next.kind !== 'ignore') return look(next);
    start.reset();
    preview.drop();
  };
  const close = () => {
    if (!start.isPending) preview.drop();
    onClose();
  };
  const count = preview.result && recordsToConfirm(action, preview.result.counts);
  const error = errorParts(start.error) ?? preview.error;
  return (
    <Dialog
      open
      size="xl"
      onOpenChange={(open) => !open && close()}
      title={`${actionVerbs[kind]} records`}
      description={describeAction(action)}
      footer={
        <>
          <RateField rate={rate} onChange={setRate} className="mr-auto" />
          <Button onClick={close}>Cancel</Button>
          {count === null ? (
            <Button
              variant="primary"
              loading={preview.underWay}
              disabled={!isComplete(action)}
              onClick={() => look(action)}
            >
              Preview
            </Button>
          ) : (
            <Button
              variant="primary"
              loading={start.isPending || start.isSuccess}
              disabled={count === 0}
              onClick={() =>
                preview.id && start.mutate({ workspace: slug, previewId: preview.id, records: count, rate })
              }
            >
              {count === 0 ? 'Nothing to be done' : `${actionVerbs[kind]} ${counted(count, 'record')}`}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ActionOptions action={action} onChange={change} disabled={start.isPending} />
        {error ? <ErrorNotice error={error} onRetry={() => look(action)} /> : null}
        {preview.underWay ? <PreviewProgress operation={preview.operation} /> : null}
        {preview.id && preview.result ? (
          <PreviewResult id={preview.id} result={preview.result} noun={nouns[kind]} />
        ) : null}
      </div>
    </Dialog>
  );
}
