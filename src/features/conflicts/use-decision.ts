'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { allOf, type DecisionDraft, isDelete, missing, nothingChosen, type SideName } from './decision.ts';

export type HeldItem = ApiOutput['conflict']['list']['items'][number];

/** The choices over one held record, and handing them to the runner. */
export function useDecision(item: HeldItem, onDecided: () => void) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<DecisionDraft>(nothingChosen);
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const decide = useMutation(
    trpc.conflict.decide.mutationOptions({
      // Who has gone on to another record meanwhile is not moved away from it, and does not see this one's panel.
      onSuccess: async () => {
        toast.success('Decided', { description: 'Both sides are being brought to it.' });
        if (here.current) onDecided();
        await queryClient.invalidateQueries({ queryKey: trpc.conflict.pathKey() });
      },
      onError: (error) => {
        if (!here.current) toast.error(errorParts(error)?.message ?? 'It was not decided');
      },
    }),
  );
  const { conflict } = item;
  const left = conflict ? missing(conflict, draft) : 1;
  return {
    draft,
    /** Choices still to be made. */
    left,
    pending: decide.isPending,
    error: decide.error,
    choose(field: string, side: SideName) {
      setDraft((before) => ({ ...before, fields: { ...before.fields, [field]: side } }));
    },
    chooseRecord(record: 'keep' | 'delete') {
      setDraft({ fields: {}, record });
    },
    chooseAll(side: SideName) {
      if (conflict && !isDelete(conflict)) setDraft(allOf(conflict, side));
    },
    submit() {
      if (left === 0 && !decide.isPending)
        decide.mutate({ workspace: slug, id: item.id, ...draft, seen: item.seen ?? undefined });
    },
  };
}
