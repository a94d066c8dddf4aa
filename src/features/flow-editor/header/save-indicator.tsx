'use client';

import { Check, CloudOff, LoaderCircle } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '#ui/button.tsx';
import { useSession } from '../session/use-session.tsx';

/** Whether the draft is saved. */
export function SaveIndicator() {
  const { saver, merger } = useSession();
  const state = useStore(saver.state);
  const merging = useStore(merger.state);
  if (state.kind === 'failed' || state.kind === 'stale') {
    return (
      <span role="status" className="flex items-center gap-1.5 text-sm text-fail">
        <CloudOff aria-hidden className="size-3.5" />
        {merging.kind === 'reading' ? 'Merging…' : 'Not saved'}
        {state.kind === 'failed' ? (
          <Button size="sm" title={state.message} onClick={() => void saver.flush()}>
            Try again
          </Button>
        ) : merging.kind === 'reading' ? null : (
          <Button size="sm" onClick={() => void merger.catchUp()}>
            {merging.kind === 'failed' ? 'Try again' : 'Choose what to keep'}
          </Button>
        )}
      </span>
    );
  }
  const saved = state.kind === 'saved';
  return (
    <span role="status" className="flex items-center gap-1.5 text-sm text-ink-3">
      {saved ? (
        <Check aria-hidden className="size-3.5" />
      ) : (
        <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
      )}
      {saved ? 'Saved' : 'Saving…'}
    </span>
  );
}
