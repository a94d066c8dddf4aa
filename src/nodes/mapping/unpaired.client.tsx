'use client';

import { Link2, Search } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { classNames } from '#lib/class-names.ts';
import { Input } from '#ui/input.tsx';
import { directionNames } from './direction-menu.client.tsx';
import { FieldCell } from './field-cell.client.tsx';
import type { MappingSide, MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';

const DRAG_TYPE = 'application/x-syncline-field';

type Props = {
  sides: MappingSides;
  /** Names that no pair holds, by side. */
  unpaired: { left: readonly Field[]; right: readonly Field[] };
  direction: Direction;
  readOnly: boolean;
  onPair: (left: string, right: string) => void;
};

const found = (field: Field, search: string) => field.name.toLowerCase().includes(search.toLowerCase());

/**
 * The fields that nothing is paired with, side by side. A pair is made by dragging a left field onto a
 * right one, or by picking the left, then the right; what cannot be cast is refused with its reason.
 */
export function Unpaired({ sides, unpaired, direction, readOnly, onPair }: Props) {
  const [picked, setPicked] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const pickedField = unpaired.left.find((field) => field.name === picked) ?? null;
  const pair = (left: string, right: string) => {
    onPair(left, right);
    setPicked(null);
  };
  return (
    <section aria-label="Fields without a pair">
      <div className="flex items-center gap-3 px-4 pt-4 pb-2">
        <h3 className="font-semibold text-ink">Not paired</h3>
        <p className="text-sm text-ink-3">
          {unpaired.left.length} left, {unpaired.right.length} right
        </p>
        <div className="ml-auto w-48">
          <Input
            icon={<Search />}
            aria-label="Search fields"
            placeholder="Search fields"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      </div>
      {readOnly ? null : (
        <p className="px-4 pb-2 text-sm text-ink-2" aria-live="polite">
          {pickedField
            ? `Now choose the right field that ${pickedField.name} belongs to.`
            : 'Drag a left field onto a right one, or pick the left, then the right.'}
        </p>
      )}
      <div className="grid grid-cols-2 gap-x-6 px-4 pb-4">
        <ul aria-label="Left fields without a pair" className="flex flex-col gap-1">
          {unpaired.left
            .filter((field) => found(field, search))
            .map((field) => (
              <LeftField
                key={field.name}
                field={field}
                side={sides.left}
                picked={field.name === picked}
                readOnly={readOnly}
                onPick={setPicked}
              />
            ))}
        </ul>
        <ul aria-label="Right fields without a pair" className="flex flex-col gap-1">
          {unpaired.right
            .filter((field) => found(field, search))
            .map((field) => (
              <RightField
                key={field.name}
                field={field}
                side={sides.right}
                picked={pickedField}
                direction={direction}
                readOnly={readOnly}
                onPair={pair}
              />
            ))}
        </ul>
      </div>
    </section>
  );
}

const box =
  'relative block w-full rounded-md border px-2 py-1 text-left transition-colors disabled:pointer-events-none';

function LeftField({
  field,
  side,
  picked,
  readOnly,
  onPick,
}: {
  field: Field;
  side: MappingSide;
  picked: boolean;
  readOnly: boolean;
  onPick: (name: string | null) => void;
}) {
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(DRAG_TYPE, field.name);
    event.dataTransfer.effectAllowed = 'link';
    onPick(field.name);
  };
  return (
    <li>
      <button
        type="button"
        draggable={!readOnly}
        onDragStart={start}
        onDragEnd={() => onPick(null)}
        aria-pressed={picked}
        disabled={readOnly}
        onClick={() => onPick(picked ? null : field.name)}
        className={classNames(
          box,
          'cursor-grab',
          picked ? 'border-accent bg-accent-bg' : 'border-line hover:border-line-strong',
        )}
      >
        <span className="sr-only">Pair left field </span>
        <FieldCell name={field.name} field={field} schema={side.schema} rows={side.rows} />
      </button>
    </li>
  );
}

function RightField({
  field,
  side,
  picked,
  direction,
  readOnly,
  onPair,
}: {
  field: Field;
  side: MappingSide;
  picked: Field | null;
  direction: Direction;
  readOnly: boolean;
  onPair: (left: string, right: string) => void;
}) {
  const [over, setOver] = useState(false);
  const cast = picked ? pairCast(picked, field, direction) : null;
  const refused = cast && 'refused' in cast ? cast.refused : null;
  return (
    <li
      onDragOver={(event) => {
        if (refused || readOnly || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onPair(event.dataTransfer.getData(DRAG_TYPE), field.name);
      }}
    >
      <button
        type="button"
        aria-disabled={!picked || refused !== null || undefined}
        data-over={over || undefined}
        disabled={readOnly}
        onClick={() => picked && !refused && onPair(picked.name, field.name)}
        className={classNames(
          box,
          over
            ? 'border-accent bg-accent-bg'
            : picked && !refused
              ? 'border-line-strong border-dashed hover:border-accent hover:bg-accent-bg'
              : 'cursor-default border-line',
          refused ? 'bg-surface-2' : '',
        )}
      >
        <span className="sr-only">{picked ? `Pair ${picked.name} with right field ` : 'Right field '}</span>
        <FieldCell name={field.name} field={field} schema={side.schema} rows={side.rows} />
        {refused ? <span className="block text-xs text-fail">{refused}</span> : null}
        {cast && 'kind' in cast ? (
          <span className="flex items-center gap-1 text-xs text-accent">
            <Link2 aria-hidden className="size-3" />
            {cast.kind === 'identity' ? 'same type' : cast.kind}
            {cast.direction === direction ? '' : `, ${directionNames[cast.direction].toLowerCase()} only`}
          </span>
        ) : null}
      </button>
    </li>
  );
}
