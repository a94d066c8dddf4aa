'use client';

import { Sparkles } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import type { MappingActions } from './mapping-actions.ts';

/** Says that pairs took themselves, until somebody has stood by them. */
export function AutomaticBar({
  count,
  actions,
  readOnly,
  onShow,
}: {
  count: number;
  actions: MappingActions;
  readOnly: boolean;
  onShow: () => void;
}) {
  if (count === 0) return null;
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-accent-bg/50 px-4">
      <Sparkles aria-hidden className="size-4 shrink-0 text-accent" />
      <p className="min-w-0 flex-1 truncate text-ink">
        {count === 1 ? '1 pair was' : `${count} pairs were`} sure enough to be taken by{' '}
        {count === 1 ? 'itself' : 'themselves'}.
      </p>
      <Button size="sm" onClick={onShow}>
        Look at {count === 1 ? 'it' : 'them'}
      </Button>
      {readOnly ? null : (
        <Button size="sm" onClick={actions.giveBackAutomatic}>
          Take back
        </Button>
      )}
    </div>
  );
}
