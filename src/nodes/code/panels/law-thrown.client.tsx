'use client';

import { TriangleAlert } from 'lucide-react';
import type { LawThrow } from '#core/code/law-report.ts';
import { Button } from '#ui/button.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { RowTable } from './row-table.client.tsx';

/** A record on which a function of a lens fails: no law is broken, but such a record will wait as failed. */
export function LawThrown({ found, goTo }: { found: LawThrow; goTo: CodePanelProps['goTo'] }) {
  const { from, entry, given, message, line } = found;
  return (
    <section aria-label={`${entry} fails`} className="rounded-lg border border-line">
      <header className="flex gap-2 border-b border-line bg-warn-bg px-3 py-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <div className="min-w-0 flex-1">
          <h3 className="font-medium text-ink">
            {entry} fails on {from === 'sample' ? 'a record of the stream' : 'a made-up record'}
          </h3>
          <p className="text-sm break-words text-ink-2">{message} Such a record would wait as failed.</p>
        </div>
        {line === null ? null : (
          <Button size="sm" onClick={() => goTo({ module: null, line, column: 1 })}>
            Line {line}
          </Button>
        )}
      </header>
      <div className="p-2">
        <RowTable label={`What ${entry} fails on`} columns={[{ head: 'Given', row: given }]} fields={[]} />
      </div>
    </section>
  );
}
