'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { recordsToConfirm } from '#core/operations/records-to-confirm.ts';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import type { LineTarget } from '../bulk/bulk-target.ts';
import { PreviewProgress } from '../bulk/preview-progress.tsx';
import { PreviewResult } from '../bulk/preview-result.tsx';
import { usePreview } from '../bulk/use-preview.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ReDecideRules } from './re-decide-rules.tsx';
import { nothingRuled, type RulesDraft, toReDecide } from './rule-choice.ts';
import { useMakeRule } from './use-make-rule.ts';
import { verdictGroups } from './verdict-groups.ts';

/** Decides the selected conflicts by other rules: what would change is shown first, and can become the flow's rule. */
export function ReDecideDialog({ target, onClose }: { target: LineTarget; onClose: () => void }) {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [draft, setDraft] = useState<RulesDraft>(nothingRuled);
  const [lasting, setLasting] = useState(false);
  const preview = usePreview(target);
  const rule = useMakeRule();
  const counts = useQuery(
    trpc.conflict.counts.queryOptions({
      workspace: slug,
      filter: { ...target.filter, conflict: target.filter.conflict ?? {} },
    }),
  );
  const start = useMutation(
    trpc.bulk.start.mutationOptions({
      onSuccess: async ({ id }) => {
        if (lasting) await rule.make(id);
        router.push(path(`/activity/operations/${id}`));
      },
    }),
  );
  const action = toReDecide(draft);
  const look = (at: RulesDraft) => {
    start.reset();
    const wanted = toReDecide(at);
    if (wanted) preview.start(wanted);
    else preview.drop();
  };
  const change = (next: RulesDraft) => {
    setDraft(next);
    look(next);
  };
  const close = () => {
    if (!start.isPending) preview.drop();
    onClose();
  };
  const count = action && preview.result ? recordsToConfirm(action, preview.result.counts) : null;
  const error = errorParts(start.error) ?? preview.error;
  return (
    <Dialog
      open
      size="xl"
      onOpenChange={(open) => !open && close()}
      title="Decide conflicts again"
      description="By another rule, as it would have decided them at the time. Nothing is written where somebody has changed the values since."
      footer={
        <>
          {can('conflict.makeRule') ? (
            <span className="mr-auto">
              <Checkbox checked={lasting} onChange={setLasting}>
                Make it the flow’s rule from now on
              </Checkbox>
            </span>
          ) : null}
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            loading={preview.underWay || start.isPending || start.isSuccess}
            disabled={!count}
            onClick={() =>
              preview.id &&
              count &&
              start.mutate({ workspace: slug, previewId: preview.id, records: count, rate: null })
            }
          >
            {count === null ? 'Decide again' : `Decide ${counted(count, 'record')} again`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ReDecideRules
          draft={draft}
          groups={verdictGroups(counts.data?.verdicts ?? [])}
          onChange={change}
          disabled={start.isPending}
        />
        {error ? <ErrorNotice error={error} onRetry={() => look(draft)} /> : null}
        {preview.underWay ? <PreviewProgress operation={preview.operation} /> : null}
        {preview.id && preview.result ? (
          <PreviewResult id={preview.id} result={preview.result} noun={['conflict', 'conflicts']} />
        ) : null}
      </div>
    </Dialog>
  );
}
