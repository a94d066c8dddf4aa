'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { GridColumnHeader, GridRow } from '#ui/grid-row.tsx';
import type { Line } from './arrange-rows.ts';
import { gridColumns, HEADING_HEIGHT, LINE_HEIGHT } from './grid-columns.ts';
import { GridLine } from './grid-line.client.tsx';
import { lineIndex, selectable } from './grid-moves.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { OpenField } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { useGridKeys } from './use-grid-keys.client.ts';
import type { GridState } from './use-grid-state.client.ts';

const HEAD_HEIGHT = 28;

type Props = {
  node: MappingNode;
  lines: readonly Line[];
  sides: MappingSides;
  grid: GridState;
  actions: MappingActions;
  readOnly: boolean;
  onEdit: (id: string) => void;
  onChoose: (field: OpenField) => void;
  onLeave: () => boolean;
  /** What stands there while there are no lines. */
  empty: ReactNode;
};

/** All lines of a mapping in one list, of which only those in view are drawn. */
export function FieldsGrid(props: Props) {
  const { lines, grid, readOnly } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<OpenField | null>(null);
  const onLeave = () => {
    if (!picked) return props.onLeave();
    setPicked(null);
    return true;
  };
  const onKeyDown = useGridKeys({ ...props, onLeave });
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? HEADING_HEIGHT : LINE_HEIGHT),
    getItemKey: (index) => lineKey(lines[index], index),
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
    // The active line stays drawn when it is scrolled away: with it the focus would go.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      const { activeLine } = grid;
      if (activeLine < 0 || indexes.includes(activeLine)) return indexes;
      return [...indexes, activeLine].sort((a, b) => a - b);
    },
  });
  useFollowFocus(scroller, virtual.scrollToIndex, lines, grid);
  // Without an active line, Tab has to lead to the first one.
  const first = lines.find((line) => line.kind !== 'heading');
  const firstStop =
    first?.kind === 'open' ? (first.left?.id ?? first.right?.id ?? null) : (first?.id ?? null);
  const active = grid.activeLine >= 0 ? grid.active : firstStop;
  return (
    // biome-ignore lint/a11y/useSemanticElements: only a part of it is drawn, and placed freely
    <div
      ref={scroller}
      role="grid"
      aria-label="Fields"
      aria-rowcount={lines.length + 1}
      aria-multiselectable
      aria-readonly={readOnly}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const stop = event.target.closest<HTMLElement>('[data-stop]')?.dataset.stop;
        if (stop !== undefined && stop !== grid.active) grid.activate(stop);
      }}
      className="@container relative min-h-0 flex-1 overflow-y-auto"
    >
      <Head lines={lines} grid={grid} />
      {lines.length === 0 ? props.empty : null}
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <div
              key={item.key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <GridLine
                {...props}
                line={line}
                rowIndex={item.index + 2}
                active={active}
                picked={picked}
                onPick={setPicked}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function lineKey(line: Line | undefined, index: number): string | number {
  if (!line) return index;
  if (line.kind === 'heading') return line.section;
  return line.kind === 'open' ? `${line.section} ${index}` : line.id;
}

/** Brings the active line into view and the focus onto it, whenever somebody asks for that. */
function useFollowFocus(
  scroller: { current: HTMLElement | null },
  scrollToIndex: (index: number, options: { align: 'auto' }) => void,
  lines: readonly Line[],
  { active, focusRequest }: GridState,
) {
  const done = useRef(0);
  useEffect(() => {
    if (focusRequest === done.current || active === null) return;
    const index = lineIndex(lines, active);
    if (index < 0) return;
    done.current = focusRequest;
    scrollToIndex(index, { align: 'auto' });
    const stops = scroller.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? [];
    [...stops].find((stop) => stop.dataset.stop === active)?.focus({ preventScroll: true });
  }, [scroller, scrollToIndex, lines, active, focusRequest]);
}

function Head({ lines, grid }: { lines: readonly Line[]; grid: GridState }) {
  const rows = selectable(lines).length;
  const all = rows > 0 && grid.selected.length === rows;
  return (
    <GridRow
      aria-rowindex={1}
      className={`${gridColumns} sticky top-0 z-10 h-7 border-b border-line bg-surface text-xs text-ink-3`}
    >
      <GridColumnHeader className="flex">
        <Checkbox
          label="Select every pair and suggestion"
          checked={all ? true : grid.selected.length > 0 ? 'indeterminate' : false}
          disabled={rows === 0}
          onChange={(on) => (on ? grid.selectAll() : grid.clear())}
        />
      </GridColumnHeader>
      <GridColumnHeader>Left</GridColumnHeader>
      <GridColumnHeader>
        <span className="sr-only">Direction</span>
      </GridColumnHeader>
      <GridColumnHeader>Right</GridColumnHeader>
      <GridColumnHeader>Cast</GridColumnHeader>
      <GridColumnHeader className="hidden @4xl:block">State</GridColumnHeader>
      <GridColumnHeader>
        <span className="sr-only">Actions</span>
      </GridColumnHeader>
    </GridRow>
  );
}
