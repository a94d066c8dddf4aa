'use client';

import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { GridCell, GridRow } from '#ui/grid-row.tsx';
import { gridColumns } from './grid-columns.ts';
import type { LineProps } from './line-props.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';

/** A line that can be selected: its frame and its tick. The cells are its children. */
export function RowFrame({
  kind,
  name,
  line,
  children,
}: {
  /** What stands before the name for screen readers, e.g. `Pair`. */
  kind: string;
  name: string;
  line: Pick<
    LineProps<PairRow | SuggestionRow>,
    'row' | 'rowIndex' | 'active' | 'current' | 'selected' | 'onToggle' | 'onEdit'
  >;
  children: ReactNode;
}) {
  const { row, rowIndex, active, current, selected, onToggle, onEdit } = line;
  const tabIndex = active ? 0 : -1;
  return (
    <GridRow
      tabIndex={tabIndex}
      data-stop={row.id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-label={`${kind}: ${name}`}
      onDoubleClick={() => onEdit(row.id)}
      className={classNames(
        gridColumns,
        'group h-full border-b border-line outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent',
        selected ? 'bg-accent-bg' : current ? 'bg-surface-2' : 'hover:bg-surface-2/60',
      )}
    >
      <GridCell>
        <Checkbox
          label={`Select ${name}`}
          checked={selected}
          tabIndex={tabIndex}
          onChange={(on) => onToggle(row.id, on)}
        />
      </GridCell>
      {children}
    </GridRow>
  );
}
