'use client';

import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import type { Column } from '#ui/data-table.tsx';
import type { RecordSelection } from './use-record-selection.ts';

/** The column of tick boxes in a table of the ledger's lines. */
export function selectionColumn<T extends Pick<ShownEntry, 'seq' | 'commitTime'>>(
  selection: RecordSelection,
  rows: readonly T[],
  nameOf: (row: T) => string,
): Column<T> {
  const { all, lines } = selection;
  const onPage = rows.filter(({ seq }) => lines.has(seq)).length;
  const every = rows.length > 0 && onPage === rows.length;
  return {
    id: 'select',
    width: '38px',
    header: (
      <Checkbox
        label="Select this page"
        checked={all || every ? true : onPage > 0 ? 'indeterminate' : false}
        onChange={(on) => (all ? selection.clear() : selection.togglePage(rows, on))}
      />
    ),
    cell: (row) => (
      // The row's link lies over the whole row; the box lies over the link.
      <span className="relative z-1 flex h-8 items-center">
        <Checkbox
          label={`Select ${nameOf(row)}`}
          checked={all || lines.has(row.seq)}
          disabled={all}
          onChange={(on) => selection.toggle(row, on)}
        />
      </span>
    ),
  };
}
