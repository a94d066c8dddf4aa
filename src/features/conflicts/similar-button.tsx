'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { Button } from '#ui/button.tsx';
import type { LaneEnds } from '../records/lane-ends.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { DecisionDraft } from './decision.ts';
import { SimilarDialog } from './similar-dialog.tsx';
import type { HeldItem } from './use-decision.ts';

/** Applies the choices to every held record that is like this one; nothing where none is. */
export function SimilarButton({
  item,
  draft,
  ends,
  complete,
  onDecided,
}: {
  item: HeldItem;
  draft: DecisionDraft;
  ends: LaneEnds | null;
  /** Every choice is made. */
  complete: boolean;
  onDecided: () => void;
}) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const similar = useQuery(trpc.conflict.similar.queryOptions({ workspace: slug, id: item.id }));
  if (!similar.data || similar.data.count < 2 || !can('conflict.decideSimilar')) return null;
  return (
    <>
      <Button disabled={!complete} onClick={() => setOpen(true)}>
        Apply to {similar.data.count.toLocaleString('en')} similar…
      </Button>
      {open ? (
        <SimilarDialog
          item={item}
          similar={similar.data}
          draft={draft}
          ends={ends}
          onClose={() => setOpen(false)}
          onDecided={onDecided}
        />
      ) : null}
    </>
  );
}
