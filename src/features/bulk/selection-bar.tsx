'use client';

import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { LedgerCount } from '#core/ledger/ledger-filter.ts';
import { counted } from '#lib/counted.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { BulkMenu, type OfferedAction } from './bulk-menu.tsx';
import type { BulkTarget } from './bulk-target.ts';
import type { Ticks } from './use-ticks.ts';

/** What is selected, and what can be done to it; nothing while nothing is. */
export function SelectionBar<Target extends BulkTarget>({
  selection,
  count,
  actions,
  noun = ['line', 'lines'],
  children,
}: {
  selection: Omit<Ticks<unknown>, 'toggle' | 'togglePage'> & { target: Target | null };
  /** Lines that the filter finds. */
  count: LedgerCount | undefined;
  actions: readonly OfferedAction[];
  /** What a line stands for here, one and several. */
  noun?: readonly [string, string];
  /** An action that stands beside the menu. */
  children?: (target: Target) => ReactNode;
}) {
  const { can } = useWorkspace();
  const [chosen, setChosen] = useState<OfferedAction | null>(null);
  const { target, all, rows } = selection;
  if (!target || !can('bulk.preview')) return null;
  const total = count ? `${count.estimated ? 'about ' : ''}${count.count.toLocaleString('en')}` : 'all';
  const words = all
    ? count?.count === 1
      ? `The one ${noun[0]} that matches is selected`
      : `All ${total} ${noun[1]} that match are selected`
    : `${counted(rows.size, ...noun)} selected`;
  return (
    <section
      aria-label="Selection"
      // Where the page scrolls, it stays in sight.
      className="sticky top-0 z-20 flex min-h-10 flex-wrap items-center gap-2 border-b border-line bg-accent-bg px-4 py-1"
    >
      <span aria-live="polite" className="text-base font-medium text-ink">
        {words}
      </span>
      {!all && count && count.count > rows.size ? (
        <Button variant="ghost" size="sm" onClick={selection.selectAll}>
          Select all {total} that match
        </Button>
      ) : null}
      <span className="flex-1" />
      {children?.(target)}
      {actions.length > 0 ? <BulkMenu primary={!children} actions={actions} onChoose={setChosen} /> : null}
      <IconButton label="Clear the selection" onClick={selection.clear}>
        <X aria-hidden />
      </IconButton>
      {chosen ? (
        <BulkDialog key={chosen} action={chosen} target={target} onClose={() => setChosen(null)} />
      ) : null}
    </section>
  );
}
