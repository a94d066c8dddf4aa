'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { FlowTable } from '#core/flow/flow-graph.ts';
import { readCell, showCell } from '#nodes/mapping/transform/read-pasted-table.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';

type Entries = FlowTable['entries'];

const ROW = 32;
const columns = 'grid grid-cols-[1fr_1fr_32px] items-center gap-2';

/** The rows of a table, of which those in view are drawn; Enter goes to the row below, and adds one behind the last. */
export function TableRows({
  entries,
  readOnly,
  onChange,
  onBlur,
}: {
  entries: Entries;
  readOnly: boolean;
  /** @param gesture where it is a run of key strokes in one cell */
  onChange: (entries: Entries, gesture?: string) => void;
  onBlur: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const twice = repeated(entries);
  const setCell = (row: number, column: 0 | 1, text: string) => {
    const next = entries.map((entry, index): Entries[number] => {
      if (index !== row) return entry;
      return column === 0 ? [text, entry[1]] : [entry[0], readCell(text)];
    });
    onChange(next, `${row}:${column}`);
  };
  const focusRow = (row: number) => {
    virtual.scrollToIndex(row);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${row}"] input`)?.focus(),
    );
  };
  const add = () => {
    onChange([...entries, ['', null]]);
    requestAnimationFrame(() => focusRow(entries.length));
  };
  const onKeyDown = (row: number) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (row + 1 < entries.length) focusRow(row + 1);
    else if (!readOnly) add();
  };
  return (
    <>
      <div className={`${columns} pr-3 text-xs text-ink-2`} aria-hidden>
        <span>Value</span>
        <span>becomes</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div ref={scroller} tabIndex={0} className="-mt-2 min-h-0 flex-1 overflow-y-auto pr-1">
        <ul aria-label="Rows" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: row, start }) => {
            const entry = entries[row];
            if (!entry) return null;
            return (
              <li
                key={row}
                data-row={row}
                className={`${columns} absolute inset-x-px`}
                style={{ height: ROW, transform: `translateY(${start}px)` }}
                onKeyDown={onKeyDown(row)}
              >
                <Input
                  mono
                  aria-label={`Value ${row + 1}`}
                  aria-invalid={twice.has(entry[0]) || undefined}
                  title={twice.has(entry[0]) ? 'The table lists this value more than once.' : undefined}
                  maxLength={200}
                  readOnly={readOnly}
                  value={entry[0]}
                  onChange={(event) => setCell(row, 0, event.target.value)}
                  onBlur={onBlur}
                />
                <Input
                  mono
                  aria-label={`What value ${row + 1} becomes`}
                  placeholder="null"
                  maxLength={2000}
                  readOnly={readOnly}
                  value={showCell(entry[1])}
                  onChange={(event) => setCell(row, 1, event.target.value)}
                  onBlur={onBlur}
                />
                {readOnly ? null : (
                  <IconButton
                    size="sm"
                    label={`Remove row ${row + 1}`}
                    onClick={() => onChange(entries.filter((_, index) => index !== row))}
                  >
                    <X aria-hidden />
                  </IconButton>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      {readOnly ? null : (
        <div className="flex items-center gap-3">
          <Button size="sm" icon={<Plus aria-hidden />} disabled={entries.length >= 10_000} onClick={add}>
            Row
          </Button>
          <p className="text-sm text-ink-3">
            Rows copied from a spreadsheet, or lines of CSV, take the place of these when pasted. An empty
            cell is null.
          </p>
        </div>
      )}
    </>
  );
}

/** Values that are listed more than once. */
function repeated(entries: Entries): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    entries.flatMap(([value]) => {
      if (seen.has(value)) return [value];
      seen.add(value);
      return [];
    }),
  );
}
