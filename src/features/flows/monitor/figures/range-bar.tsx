'use client';

import { X } from 'lucide-react';
import { useEffect } from 'react';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import { useEditor, useLive } from '#features/flow-editor/session/use-session.tsx';
import { nodeTitle } from '#nodes/registry.ts';
import { Button } from '#ui/button.tsx';
import { Input } from '#ui/input.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';
import { timeZoneName } from '#ui/time-zone-name.ts';
import { type FigureRange, figureRangeNames } from './figure-params.ts';
import type { FiguresView } from './use-figures.ts';

const options = [
  ...figureRangeNames.map((value) => ({ value, label: value.replace(/(\d+)/, '$1 ').replace('m', 'min') })),
  { value: 'custom' as const, label: 'Custom' },
];

/** No lane has this name: theirs name two steps. */
const every = '*';

/** A time as `datetime-local` wants it, in local time. */
function localText(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Which time, and which lane, the figures are of. */
export function RangeBar({ view }: { view: FiguresView }) {
  const { params, setParams, span } = view;
  const custom = params.from !== null && params.to !== null;
  const choose = (value: FigureRange | 'custom') =>
    void setParams(
      value === 'custom'
        ? { from: new Date(span.from), to: new Date(span.to) }
        : { range: value, from: null, to: null },
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h2 className="text-lg font-semibold">Figures</h2>
      <span suppressHydrationWarning className="mr-auto text-sm text-ink-3">
        times in {timeZoneName()}
      </span>
      <LanePicker view={view} />
      {custom ? (
        <Times
          label="Shown"
          from={span.from}
          to={span.to}
          onChange={(part) => void setParams({ from: new Date(part.from), to: new Date(part.to) })}
        />
      ) : null}
      <Segmented
        label="Time range"
        value={custom ? 'custom' : params.range}
        onChange={choose}
        options={options}
      />
    </div>
  );
}

function LanePicker({ view: { params, setParams } }: { view: FiguresView }) {
  const lanes = useLive((state) => state.status?.lanes) ?? [];
  const nodes = useEditor((state) => state.graph.nodes);
  if (lanes.length < 2) return null;
  const end = (id: string) => {
    const node = nodes.find((other) => other.id === id);
    return node?.kind === 'endpoint' ? `${nodeTitle(node)} ${node.stream.split('.').at(-1)}` : id;
  };
  return (
    <div className="w-64">
      <Select
        label="Lane"
        value={params.lane ?? every}
        onChange={(value) => void setParams({ lane: value === every ? null : value })}
        options={[
          { value: every, label: 'All lanes' },
          ...lanes.map((lane) => ({
            value: splitLaneId(lane.laneId).lane,
            label: `${end(lane.leftNodeId)} – ${end(lane.rightNodeId)}`,
          })),
        ]}
      />
    </div>
  );
}

function Times({
  label,
  from,
  to,
  onChange,
}: {
  label: string;
  from: number;
  to: number;
  onChange: (span: { from: number; to: number }) => void;
}) {
  const change = (part: 'from' | 'to', text: string) => {
    const at = new Date(text).getTime();
    const next = { from, to, [part]: at };
    if (!Number.isNaN(at) && next.from < next.to) onChange(next);
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5 text-sm text-ink-3">
      <Input
        type="datetime-local"
        aria-label={`${label} from`}
        className="w-46"
        value={localText(from)}
        onChange={(event) => change('from', event.target.value)}
      />
      to
      <Input
        type="datetime-local"
        aria-label={`${label} to`}
        className="w-46"
        value={localText(to)}
        onChange={(event) => change('to', event.target.value)}
      />
    </span>
  );
}

/** The part of the time that filters the records, for the keyboard as well: charts are brushed by mouse. */
export function BrushBar({ view: { brushed, brush, took, brushTook, span, params } }: { view: FiguresView }) {
  useEffect(() => {
    if (!brushed && !took) return;
    const clear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      brush(null);
      brushTook(null);
    };
    document.addEventListener('keydown', clear);
    return () => document.removeEventListener('keydown', clear);
  }, [brushed, brush, took, brushTook]);
  const { from, to } = brushed ?? span;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Times label="Records" from={from} to={to} onChange={(part) => brush(part, params.only)} />
      {brushed || took ? (
        <Button
          size="sm"
          icon={<X aria-hidden />}
          onClick={() => {
            brush(null);
            brushTook(null);
          }}
        >
          Clear brush
        </Button>
      ) : null}
    </span>
  );
}
