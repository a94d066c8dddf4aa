'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Narrowing } from '#core/conflict/similar-held.ts';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import type { LaneEnds } from '../records/lane-ends.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { DecisionDraft } from './decision.ts';
import type { HeldItem } from './use-decision.ts';
import { fieldWords } from './verdict-words.ts';

type Similar = ApiOutput['conflict']['similar'];

/** What the similar records have in common. */
function likenessWords({ likeness }: Similar, ends: LaneEnds | null): string {
  if (likeness.gone) {
    return `deleted on ${ends?.[likeness.gone].connection ?? `the ${likeness.gone} side`} and changed on the other`;
  }
  const fields = likeness.fields.map(({ left, rule }) => `${fieldWords(left)} (by ${rule})`);
  return `waiting over ${fields.join(', ')}`;
}

/** What is decided for each of them. */
function decisionWords({ fields, record }: DecisionDraft, ends: LaneEnds | null): string {
  if (record) return record === 'keep' ? 'Each is kept, on both sides.' : 'Each is deleted, on both sides.';
  const name = (side: 'left' | 'right') => ends?.[side].connection ?? `the ${side} side`;
  const parts = Object.entries(fields).map(([field, side]) => `${fieldWords(field)} as ${name(side)} has it`);
  return `Each gets ${parts.join(', ')}.`;
}

/** One decision for every held record that is like this one, narrowed as the person wishes. */
export function SimilarDialog({
  item,
  similar,
  draft,
  ends,
  onClose,
  onDecided,
}: {
  item: HeldItem;
  similar: Similar;
  draft: DecisionDraft;
  ends: LaneEnds | null;
  onClose: () => void;
  onDecided: () => void;
}) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [narrow, setNarrow] = useState<Narrowing[]>([]);
  const narrowed = useQuery(
    trpc.conflict.similar.queryOptions(
      { workspace: slug, id: item.id, narrow },
      { enabled: narrow.length > 0 },
    ),
  );
  const count = narrow.length === 0 ? similar.count : (narrowed.data?.narrowed ?? null);
  const decide = useMutation(
    trpc.conflict.decideSimilar.mutationOptions({
      onSuccess: async ({ id }) => {
        onDecided();
        await queryClient.invalidateQueries({ queryKey: trpc.conflict.pathKey() });
        router.push(path(`/activity/operations/${id}`));
      },
    }),
  );
  const options: { value: Narrowing; label: string }[] = [
    { value: 'left', label: `the same on ${ends?.left.connection ?? 'the left side'}` },
    { value: 'right', label: `the same on ${ends?.right.connection ?? 'the right side'}` },
    { value: 'base', label: 'the same before' },
  ];
  const error = errorParts(decide.error ?? narrowed.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Decide similar records"
      description={`${counted(similar.count, 'record')} of this mapping ${similar.count === 1 ? 'is' : 'are'} ${likenessWords(similar, ends)}. ${decisionWords(draft, ends)}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!count}
            loading={decide.isPending || decide.isSuccess || count === null}
            onClick={() =>
              count && decide.mutate({ workspace: slug, id: item.id, narrow, records: count, ...draft })
            }
          >
            Decide {count === null ? '' : counted(count, 'record')}
          </Button>
        </>
      }
    >
      {/* No single value is in question of a record that one side deleted, nor is one told that is masked. */}
      <fieldset
        hidden={similar.likeness.gone !== null || similar.same === null}
        className="flex flex-col gap-2"
      >
        <legend className="mb-2 text-ink-2">Only those whose values in question are</legend>
        {options.map(({ value, label }) => (
          <span key={value} className="flex items-center justify-between">
            <Checkbox
              checked={narrow.includes(value)}
              onChange={(on) => setNarrow(on ? [...narrow, value] : narrow.filter((each) => each !== value))}
            >
              {label}
            </Checkbox>
            <span className="text-ink-3">{similar.same?.[value].toLocaleString('en')}</span>
          </span>
        ))}
      </fieldset>
      {error ? <ErrorNotice className="mt-4" error={error} /> : null}
    </Dialog>
  );
}
