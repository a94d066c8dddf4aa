'use client';

import { Checkbox } from '#ui/checkbox.tsx';
import type { Column } from '#ui/data-table.tsx';
import type { Ticks } from './use-ticks.ts';

/** The column of tick boxes in a table whose rows can be acted on. */
export function selectionColumn<Ticked, Row extends Ticked>(
  selection: Ticks<Ticked>,
  page: readonly Row[],
  idOf: (row: Row) => string,
  nameOf: (row: Row) => string,
): Column<Row> {
  const { all, rows } = selection;
  const onPage = page.filter((row) => rows.has(idOf(row))).length;
  const every = page.length > 0 && onPage === page.length;
  return {
    id: 'select',
    width: '38px',
    ticks: true,
    header: (
      <Checkbox
        label="Select this page"
        checked={all || every ? true : onPage > 0 ? 'indeterminate' : false}
        onChange={(on) => (all ? selection.clear() : selection.togglePage(page, on))}
      />
    ),
    cell: (row) => (
      // The row's link lies over the whole row; the box lies over the link.
      <span className="relative z-1 flex h-8 items-center">
        <Checkbox
          label={`Select ${nameOf(row)}`}
          checked={all || rows.has(idOf(row))}
          disabled={all}
          onChange={(on) => selection.toggle(row, on)}
        />
      </span>
    ),
  };
}
