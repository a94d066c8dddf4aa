'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { useNarrow } from './use-narrow.ts';

const LEAST = 0.25;
const STEP = 0.02;

const within = (share: number) => Math.min(1 - LEAST, Math.max(LEAST, share));

/**
 * Two parts side by side with a bar between them to drag or to move with the arrow keys; the place is remembered.
 * In a narrow window they lie one above the other.
 */
export function SplitPane({
  name,
  label,
  left,
  right,
  initial = 0.6,
}: {
  /** Under which the place is remembered in this browser. */
  name: string;
  /** What the bar divides, for screen readers. */
  label: string;
  left: ReactNode;
  right: ReactNode;
  /** The left part's share of the width. */
  initial?: number;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(initial);
  const stacked = useNarrow('md');
  useEffect(() => setShare(remembered(name) ?? initial), [name, initial]);
  const move = (next: number) => {
    setShare(within(next));
    localStorage.setItem(keyOf(name), String(within(next)));
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = host.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    move(stacked ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width);
  };
  const onKey = (event: KeyboardEvent) => {
    const [back, on] = stacked ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const next = { [back]: share - STEP, [on]: share + STEP, Home: LEAST, End: 1 - LEAST }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    move(next);
  };
  return (
    <div
      ref={host}
      className="grid h-full min-h-0 w-full"
      style={{
        [stacked ? 'gridTemplateRows' : 'gridTemplateColumns']:
          `minmax(0, ${share}fr) 1px minmax(0, ${1 - share}fr)`,
      }}
    >
      <div className="min-h-0 min-w-0">{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved */}
      <div
        role="separator"
        aria-orientation={stacked ? 'horizontal' : 'vertical'}
        aria-label={label}
        aria-valuemin={Math.round(LEAST * 100)}
        aria-valuemax={Math.round((1 - LEAST) * 100)}
        aria-valuenow={Math.round(share * 100)}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => move(initial)}
        onKeyDown={onKey}
        className={classNames(
          'relative z-10 touch-none bg-line outline-none after:absolute hover:after:bg-accent/30 focus-visible:after:bg-accent/60',
          stacked
            ? 'cursor-row-resize after:inset-x-0 after:-inset-y-2'
            : 'cursor-col-resize after:inset-y-0 after:-inset-x-1',
        )}
      />
      <div className="min-h-0 min-w-0">{right}</div>
    </div>
  );
}

const keyOf = (name: string) => `syncline.split.${name}`;

function remembered(name: string): number | null {
  const kept = Number(localStorage.getItem(keyOf(name)));
  return kept > 0 ? within(kept) : null;
}
