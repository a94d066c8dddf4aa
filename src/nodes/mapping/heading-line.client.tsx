'use client';

import { GridCell, GridRow } from '#ui/grid-row.tsx';
import type { MappingSection } from './arrange-rows.ts';

const titles: Record<MappingSection, string> = {
  required: 'Must be mapped',
  review: 'To review',
  pairs: 'Pairs',
  open: 'Not mapped',
};

const meanings: Record<MappingSection, string> = {
  required: 'New records cannot be made without these.',
  review: '',
  pairs: '',
  open: 'Drag a field onto one of the other side, or pick one and then the other.',
};

/** The name of a part of the list. */
export function HeadingLine({
  section,
  count,
  rowIndex,
  hint,
}: {
  section: MappingSection;
  count: number;
  rowIndex: number;
  /** In place of what the part is for. */
  hint: string | null;
}) {
  return (
    <GridRow aria-rowindex={rowIndex} className="h-full border-b border-line bg-bg">
      <GridCell className="flex h-full min-w-0 items-center gap-2 px-4">
        <h3 className={`font-semibold ${section === 'required' ? 'text-fail' : 'text-ink'}`}>
          {titles[section]}
        </h3>
        <span className="text-sm tabular-nums text-ink-3">{count}</span>
        <p className="min-w-0 truncate pl-2 text-sm text-ink-2">{hint ?? meanings[section]}</p>
      </GridCell>
    </GridRow>
  );
}
