'use client';

import { createColumnHelper, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import Link from 'next/link';
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { classNames } from '#lib/class-names.ts';

export type Column<T> = {
  id: string;
  header: ReactNode;
  /** The header as a word, where it is more than one. */
  head?: string;
  /** On a line of its own where rows become entries of a list, rather than the column with the row's control. */
  lead?: boolean;
  /** Holds tick boxes: they stay in front, with their head, where rows become entries of a list. */
  ticks?: boolean;
  cell: (row: T) => ReactNode;
  /** CSS width, e.g. `120px` or `20%`; columns without one share what is left. */
  width?: string;
  align?: 'left' | 'right';
  /** Left out where the window is not wide, so that the others have room; a list of entries has it again. */
  minor?: boolean;
};

const minorClass = 'md:max-xl:hidden';

const features = tableFeatures({});

/** Moves focus between rows with the arrow keys, Home and End. */
function moveFocus(event: KeyboardEvent<HTMLTableSectionElement>) {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };
  const target = event.target as HTMLElement;
  if (target.closest('input, select, textarea, [role="combobox"]')) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-stop]')];
  const here = stops.findIndex((stop) => stop === target || stop.closest('tr')?.contains(target));
  if (here < 0) return;
  const step = steps[event.key];
  const next =
    event.key === 'Home'
      ? 0
      : event.key === 'End'
        ? stops.length - 1
        : step === undefined
          ? -1
          : Math.min(stops.length - 1, Math.max(0, here + step));
  if (next < 0) return;
  event.preventDefault();
  stops[next]?.focus();
}

function RowLink({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  // The first cell's link covers the whole row, so that the row is one target for mouse, keyboard and reader.
  return (
    <Link
      href={href}
      data-row-stop
      aria-label={label}
      className="block truncate outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {children}
    </Link>
  );
}

function RowButton({ onOpen, label, children }: { onOpen: () => void; label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      data-row-stop
      aria-label={label}
      onClick={onOpen}
      className="block w-full truncate text-left outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {children}
    </button>
  );
}

/**
 * Rows of 32 px under a sticky head. A row opens by link (`href`) or action (`onOpen`); then one
 * cell is its control, and arrow keys move between rows. In a narrow window each row becomes an entry of a list:
 * the control on a line of its own, the other cells behind it, each with the head of its column.
 */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowId,
  rowLabel,
  href,
  onOpen,
  selectedId,
  linkColumn = columns[0]?.id,
}: {
  /** Accessible name of the table. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** What opening the row is called, for screen readers. */
  rowLabel?: (row: T) => string;
  href?: (row: T) => string;
  onOpen?: (row: T) => void;
  selectedId?: string | null;
  /** The column whose cell is the row's control; the first unless told otherwise. */
  linkColumn?: string;
}) {
  const helper = useMemo(() => createColumnHelper<typeof features, T>(), []);
  const definitions = useMemo(
    () =>
      helper.columns(
        columns.map((column) =>
          helper.display({
            id: column.id,
            header: () => column.header,
            cell: ({ row }) => column.cell(row.original),
          }),
        ),
      ),
    [columns, helper],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, getRowId: rowId });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const opens = Boolean(href || onOpen);
  const lead = columns.find((column) => column.lead)?.id ?? linkColumn;

  return (
    <table aria-label={label} className="w-full table-fixed border-collapse text-left max-md:block">
      <colgroup className="max-md:hidden">
        {columns.map((column) => (
          <col
            key={column.id}
            className={column.minor ? minorClass : undefined}
            style={column.width ? { width: column.width } : undefined}
          />
        ))}
      </colgroup>
      <thead className="sticky top-0 z-10 bg-surface max-md:static max-md:block">
        {table.getHeaderGroups().map((group) => (
          <tr
            key={group.id}
            className="h-7 shadow-[inset_0_-1px_0_var(--line)] max-md:relative max-md:block max-md:h-auto"
          >
            {group.headers.map((header) => (
              <th
                key={header.id}
                scope="col"
                className={classNames(
                  'truncate px-2 text-xs font-normal text-ink-3 first:pl-4 last:pr-4',
                  byId.get(header.column.id)?.ticks
                    ? "max-md:flex max-md:items-center max-md:gap-3 max-md:py-2 max-md:after:content-['All_on_this_page']"
                    : 'max-md:sr-only',
                  byId.get(header.column.id)?.align === 'right' ? 'text-right' : '',
                  byId.get(header.column.id)?.minor ? minorClass : '',
                )}
              >
                {byId.get(header.column.id)?.header}
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody onKeyDown={opens ? moveFocus : undefined} className="max-md:block">
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            aria-selected={selectedId === undefined ? undefined : selectedId === row.id}
            className={classNames(
              'relative h-8 border-b border-line',
              'max-md:flex max-md:h-auto max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:gap-y-1 max-md:px-4 max-md:py-2.5',
              opens ? 'hover:bg-surface-2' : '',
              selectedId === row.id ? 'bg-accent-bg' : '',
            )}
          >
            {row.getAllCells().map((cell) => {
              // Called, not rendered as a component: a column that is made anew would take the focus from its cells.
              const content = byId.get(cell.column.id)?.cell(row.original);
              const name = rowLabel?.(row.original) ?? '';
              return (
                <td
                  key={cell.id}
                  data-head={headOf(byId.get(cell.column.id))}
                  className={classNames(
                    'truncate px-2 first:pl-4 last:pr-4 max-md:max-w-full max-md:p-0! max-md:empty:hidden',
                    byId.get(cell.column.id)?.align === 'right' ? 'text-right' : '',
                    byId.get(cell.column.id)?.minor ? minorClass : '',
                    byId.get(cell.column.id)?.ticks ? 'max-md:-order-2' : '',
                    cell.column.id === lead
                      ? 'max-md:-order-1 max-md:grow max-md:basis-[calc(100%-3rem)] max-md:font-medium'
                      : 'max-md:flex max-md:items-center max-md:gap-1 max-md:text-sm max-md:text-ink-2 max-md:[&>*]:min-w-0 max-md:[&>*]:truncate max-md:data-head:before:mr-0.5 max-md:data-head:before:text-ink-3 max-md:data-head:before:content-[attr(data-head)]',
                  )}
                >
                  {cell.column.id === linkColumn && href ? (
                    <RowLink href={href(row.original)} label={name}>
                      {content}
                    </RowLink>
                  ) : cell.column.id === linkColumn && onOpen ? (
                    <RowButton onOpen={() => onOpen(row.original)} label={name}>
                      {content}
                    </RowButton>
                  ) : (
                    content
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The head of a column where there is a word for it. */
function headOf(column: { header: ReactNode; head?: string } | undefined): string | undefined {
  const { header, head } = column ?? {};
  return head ?? (typeof header === 'string' && header !== '' ? header : undefined);
}
