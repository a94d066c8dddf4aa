'use client';

import { Ban, ChevronDown, Gavel, ListChecks, RotateCcw, Undo2, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BulkActionKind } from '#core/operations/bulk-action.ts';
import { Button } from '#ui/button.tsx';
import { Menu } from '#ui/menu.tsx';

/** Actions whose options a dialog asks for; a re-decision has a page of its own. */
export type OfferedAction = Exclude<BulkActionKind, 're-decide'>;

const offers: Record<OfferedAction, { label: string; icon: ReactNode }> = {
  replay: { label: 'Replay…', icon: <RotateCcw aria-hidden /> },
  revert: { label: 'Revert…', icon: <Undo2 aria-hidden /> },
  resolve: { label: 'Resolve held conflicts…', icon: <Gavel aria-hidden /> },
  repair: { label: 'Repair…', icon: <Wrench aria-hidden /> },
  ignore: { label: 'Ignore failures…', icon: <Ban aria-hidden /> },
};

/** What can be done to a selection. */
export function BulkMenu({
  actions,
  onChoose,
  label = 'Act on them',
  primary = true,
}: {
  actions: readonly OfferedAction[];
  onChoose: (action: OfferedAction) => void;
  label?: string;
  primary?: boolean;
}) {
  return (
    <Menu
      align="end"
      trigger={
        <Button variant={primary ? 'primary' : 'secondary'}>
          <ListChecks aria-hidden />
          {label}
          <ChevronDown aria-hidden />
        </Button>
      }
      items={actions.map((kind) => ({ ...offers[kind], onSelect: () => onChoose(kind) }))}
    />
  );
}
