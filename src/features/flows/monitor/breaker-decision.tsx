'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { toast } from '#ui/toast.tsx';
import { type Trip, tripWords } from './trip-words.ts';

/** One of the two ways on, with the numbers on the button that does it. */
export function BreakerDecision({
  trip,
  verdict,
  allowed,
}: {
  trip: Trip;
  verdict: 'approve' | 'discard';
  allowed: boolean;
}) {
  const { id } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // What the person sees when asked is what is decided, whatever is looked through meanwhile.
  const [asked, setAsked] = useState<Trip | null>(null);
  const decide = useMutation(
    trpc.breaker.decide.mutationOptions({
      onSuccess: async () => {
        setAsked(null);
        toast.success(verdict === 'approve' ? 'Approved: the changes go through' : 'Discarded');
        await queryClient.invalidateQueries({ queryKey: trpc.breaker.pathKey() });
      },
    }),
  );
  const word = verdict === 'approve' ? 'Approve' : 'Discard';
  return (
    <>
      <Button
        variant={verdict === 'approve' ? 'danger' : 'secondary'}
        disabled={!allowed}
        onClick={() => setAsked(trip)}
      >
        {word}…
      </Button>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) setAsked(null);
          }}
          title={verdict === 'approve' ? 'Let these changes through?' : 'Discard these changes?'}
          description={consequence(asked, verdict)}
          action={`${word} ${tripWords(asked)}`}
          danger={verdict === 'approve'}
          pending={decide.isPending}
          error={errorParts(decide.error)}
          onConfirm={() => {
            const { laneId, side, trippedAt, until } = asked;
            decide.mutate({ workspace, id, laneId, side, trippedAt, until, verdict });
          }}
        />
      ) : null}
    </>
  );
}

function consequence({ from, to, twoWay, kinds }: Trip, verdict: 'approve' | 'discard'): string {
  if (verdict === 'approve') {
    return `They are carried to ${to.connection} ${to.stream} as they were made, and the breaker’s counter starts anew.`;
  }
  const what = kinds.map((kind) => (kind === 'deletes' ? 'deletes' : 'updates')).join(' and ');
  return twoWay
    ? `The ${what} are not carried: the records are put back in ${from.connection} ${from.stream} as ${to.connection} holds them. Other changes go on.`
    : `The ${what} are not carried, and both sides stay as they are. Other changes go on.`;
}
