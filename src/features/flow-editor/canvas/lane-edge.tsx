'use client';

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import type { EdgeLive } from '../live/flow-live.ts';
import { useCompiled, useLive } from '../session/use-session.tsx';
import { useAddMenu } from './add-menu-state.ts';
import type { CanvasEdge } from './canvas-elements.ts';

/** The line's colour: what is wrong, what is chosen, what runs. */
function strokeOf(selected: boolean, failing: boolean, live: EdgeLive | undefined): string {
  if (failing) return 'var(--fail)';
  if (selected || live?.phase === 'live' || live?.phase === 'ran' || live?.phase === 'first-sync')
    return 'var(--accent)';
  return 'var(--line-strong)';
}

/** One edge: its rates both ways, and a `+` that puts a step into it. */
export const LaneEdge = memo(function LaneEdge(props: EdgeProps<CanvasEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected } = props;
  const live = useLive((state) => state.edges[id]);
  const problems = useCompiled((state) => state.byEdge[id]);
  const openAt = useAddMenu((state) => state.openAt);
  const menuHere = useAddMenu((state) => state.open && 'edge' in state.where && state.where.edge === id);
  const editable = useWorkspace().can('flow.saveDraft');
  const [hovered, setHovered] = useState(false);
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.35,
  });
  const failing =
    (problems?.some((problem) => problem.severity === 'error') ?? false) || live?.phase === 'failing';
  const level = Math.abs(sourceY - targetY) < 24;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows what selecting shows too */}
      <g onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
        <BaseEdge
          id={id}
          path={path}
          interactionWidth={28}
          style={{
            stroke: strokeOf(selected ?? false, failing, live),
            strokeWidth: selected || live ? 2 : 1.5,
            strokeDasharray: failing ? '4 4' : undefined,
          }}
        />
      </g>
      <EdgeLabelRenderer>
        {live && live.phase !== 'paused' && live.phase !== 'failing' && live.phase !== 'rested' ? (
          <Rates live={live} x={labelX} y={labelY - (level ? 32 : 0)} />
        ) : null}
        {props.data?.branch ? (
          <span
            aria-hidden
            style={{ transform: `translate(0, -50%) translate(${sourceX + 10}px, ${sourceY - 11}px)` }}
            className="pointer-events-none absolute max-w-32 truncate text-xs leading-[14px] text-ink-2"
          >
            {props.data.branch}
          </span>
        ) : null}
        <button
          type="button"
          aria-label="Insert a step here"
          tabIndex={selected ? 0 : -1}
          onMouseEnter={() => setHovered(true)}
          onMouseLeave={() => setHovered(false)}
          onClick={(event) => openAt({ edge: id }, event.currentTarget.getBoundingClientRect())}
          style={{
            transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY + (level ? 0 : 24)}px)`,
          }}
          className={classNames(
            'nodrag nopan pointer-events-auto absolute inline-flex size-5 items-center justify-center rounded-full border border-line-strong bg-surface text-ink-2 hover:border-accent hover:bg-accent hover:text-on-accent focus-visible:opacity-100',
            editable ? '' : 'hidden',
            hovered || selected || menuHere ? '' : 'opacity-0',
          )}
        >
          <Plus aria-hidden className="size-3.5" />
        </button>
      </EdgeLabelRenderer>
    </>
  );
});

function Rates({ live, x, y }: { live: EdgeLive; x: number; y: number }) {
  const { forward, backward, failed } = live;
  return (
    <div
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      className="pointer-events-none absolute rounded-sm border border-line bg-surface px-1.5 py-px text-xs leading-[14px] whitespace-nowrap text-ink-2 tabular-nums"
    >
      <span className="block">
        <span aria-hidden>→ </span>
        <span className="sr-only">left to right </span>
        {forward.toLocaleString('en')}/m
      </span>
      <span className="block">
        <span aria-hidden>← </span>
        <span className="sr-only">right to left </span>
        {backward.toLocaleString('en')}/m
      </span>
      {failed > 0 ? <span className="block text-fail">{failed.toLocaleString('en')} failed/m</span> : null}
    </div>
  );
}
