'use client';

import { useState } from 'react';
import { useStore } from 'zustand';
import { MARKERS } from '#core/flow/merge/merge-lines.ts';
import type { MergeChoice } from '#core/flow/merge/merge-value.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { useSession } from '../session/use-session.tsx';
import type { OpenMerge } from '../store/draft-merger.ts';
import { ConflictChoice } from './conflict-choice.tsx';

type Choices = ReadonlyMap<string, MergeChoice>;

/** Asks what to keep where two people changed the same. Closed, it loses nothing: it is asked again from the header. */
export function MergeDialog() {
  const { merger } = useSession();
  const state = useStore(merger.state);
  if (state.kind !== 'open' || !state.shown) return null;
  return <Questions key={state.merge.theirs.revision} merge={state.merge} />;
}

function Questions({ merge }: { merge: OpenMerge }) {
  const { merger } = useSession();
  const { conflicts, theirs } = merge;
  const [choices, setChoices] = useState<Choices>(new Map());
  const open = conflicts.filter(({ id }) => !isAnswer(choices.get(id))).length;
  const chooseAll = (side: 'mine' | 'theirs') => setChoices(new Map(conflicts.map(({ id }) => [id, side])));
  const count = conflicts.length === 1 ? 'one thing' : `${conflicts.length} things`;
  return (
    <Dialog
      open
      onOpenChange={(shown) => {
        if (!shown) merger.hide();
      }}
      size="xl"
      title="You both changed the same"
      description={`${theirs.by} saved this draft since you read it. All else is merged; of ${count} you choose what to keep. Until then yours stays here and theirs on the server.`}
      footer={
        <>
          <span role="status" className="mr-auto text-ink-2">
            {open === 0 ? 'All are chosen' : `${open} of ${conflicts.length} to choose`}
          </span>
          <Button onClick={() => chooseAll('mine')}>Keep all of mine</Button>
          <Button onClick={() => chooseAll('theirs')}>Take all of theirs</Button>
          <Button variant="primary" disabled={open > 0} onClick={() => merger.settle(choices)}>
            Merge
          </Button>
        </>
      }
    >
      <ol className="flex flex-col gap-6">
        {conflicts.map((conflict) => (
          <li key={conflict.id}>
            <ConflictChoice
              conflict={conflict}
              drafts={{ base: merge.base, mine: merge.mine, theirs: theirs.graph }}
              by={theirs.by}
              choice={choices.get(conflict.id)}
              onChoose={(choice) => setChoices((before) => new Map(before).set(conflict.id, choice))}
            />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

/** A text is an answer once nothing in it is left to choose. */
function isAnswer(choice: MergeChoice | undefined): boolean {
  if (typeof choice !== 'object') return choice !== undefined;
  const lines = choice.text.split('\n');
  return !lines.includes(MARKERS.mine) && !lines.includes(MARKERS.theirs);
}
