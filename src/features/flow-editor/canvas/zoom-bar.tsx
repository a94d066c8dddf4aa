'use client';

import { useReactFlow, useViewport } from '@xyflow/react';
import { Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '#ui/icon-button.tsx';
import { fitOptions } from './fit-options.ts';

/** Zoom, fit and the map, at the foot of the canvas. */
export function ZoomBar({ map, onMap }: { map: boolean; onMap: (map: boolean) => void }) {
  const flow = useReactFlow();
  const { zoom } = useViewport();
  return (
    <div
      role="toolbar"
      aria-label="View"
      className="absolute top-3 right-3 z-10 flex items-center rounded-lg border border-line bg-surface p-0.5"
    >
      <IconButton size="sm" label="Zoom out" onClick={() => void flow.zoomOut()}>
        <Minus aria-hidden />
      </IconButton>
      <button
        type="button"
        aria-label={`Zoom ${Math.round(zoom * 100)} %, back to 100 %`}
        onClick={() => void flow.zoomTo(1)}
        className="w-11 text-center text-sm text-ink-2 tabular-nums hover:text-ink"
      >
        {Math.round(zoom * 100)}%
      </button>
      <IconButton size="sm" label="Zoom in" onClick={() => void flow.zoomIn()}>
        <Plus aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        side="top"
        label="Fit"
        keys={['F']}
        onClick={() => void flow.fitView({ ...fitOptions, duration: 150 })}
      >
        <Maximize aria-hidden />
      </IconButton>
      <IconButton size="sm" label="Map" pressed={map} onClick={() => onMap(!map)}>
        <MapIcon aria-hidden />
      </IconButton>
    </div>
  );
}
