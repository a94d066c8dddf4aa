'use client';

import { Link2 } from 'lucide-react';
import { type DragEvent, memo, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { castKindWords } from './cast-words.ts';
import { directionNames } from './direction-menu.client.tsx';
import { FieldCell } from './field-cell.client.tsx';
import type { OpenField } from './mapping-rows.ts';
import type { MappingSide } from './mapping-sides.ts';
import type { OpenLineProps } from './open-line.client.tsx';
import { pairCast } from './pair-cast.ts';
import { RowButton } from './row-button.client.tsx';

const DRAG_TYPE = 'application/x-syncline-field';

type Props = Pick<
  OpenLineProps,
  'active' | 'direction' | 'picked' | 'readOnly' | 'onPick' | 'actions' | 'onChoose'
> & { open: OpenField; side: MappingSide };

/**
 * A field without a pair. It is dragged onto a field of the other side, or picked before that one is; what
 * the pair would do, or why there can be none, stands where its type stood, so that nothing moves.
 */
export const OpenCell = memo(function OpenCell(props: Props) {
  const { open, side, active, direction, picked, readOnly, onPick, actions, onChoose } = props;
  const [over, setOver] = useState(false);
  const { field } = open;
  const isPicked = picked?.id === open.id;
  const other = picked && picked.side !== open.side ? picked : null;
  const [left, right] = open.side === 'left' ? [field, other?.field] : [other?.field, field];
  const cast = left && right ? pairCast(left, right, direction) : null;
  const refused = cast && 'refused' in cast ? cast.refused : null;
  const fits = cast !== null && refused === null;
  const pair = () => {
    if (!left || !right || !fits) return;
    actions.pair(left.name, right.name);
    onPick(null);
  };
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(DRAG_TYPE, field.name);
    event.dataTransfer.effectAllowed = 'link';
    onPick(open);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what can be dropped can also be picked, with its button
    <div
      className="group relative h-full"
      onDragOver={(event) => {
        if (!fits || readOnly || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        if (!over) setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        pair();
      }}
    >
      <button
        type="button"
        tabIndex={active === open.id ? 0 : -1}
        data-stop={open.id}
        data-over={over || undefined}
        draggable={!readOnly}
        aria-pressed={isPicked}
        aria-disabled={readOnly || refused !== null || undefined}
        onDragStart={start}
        onDragEnd={() => onPick(null)}
        onClick={() => {
          if (readOnly || refused !== null) return;
          if (other) pair();
          else onPick(isPicked ? null : open);
        }}
        className={classNames(
          'block h-full w-full rounded-md border px-2 text-left transition-colors focus-visible:outline-offset-0',
          readOnly ? 'cursor-default' : 'cursor-grab pr-8',
          over || isPicked
            ? 'border-accent bg-accent-bg'
            : fits
              ? 'border-dashed border-line-strong hover:border-accent hover:bg-accent-bg'
              : open.required
                ? 'border-fail/50 hover:border-fail'
                : 'border-line hover:border-line-strong',
          refused ? 'bg-surface-2' : '',
        )}
      >
        <span className="sr-only">{spoken(open, other)} </span>
        <FieldCell
          name={field.name}
          field={field}
          schema={side.schema}
          rows={side.rows}
          required={open.required}
          instead={
            refused ? (
              <span className="min-w-0 truncate text-fail" title={refused}>
                {refused}
              </span>
            ) : cast && 'kind' in cast ? (
              <span className="flex min-w-0 items-center gap-1 truncate text-accent">
                <Link2 aria-hidden className="size-3 shrink-0" />
                {castKindWords[cast.kind]}
                {cast.direction === direction ? '' : `, ${directionNames[cast.direction].toLowerCase()} only`}
              </span>
            ) : undefined
          }
        />
      </button>
      {readOnly ? null : (
        <RowButton
          label={`Choose what ${field.name} belongs to`}
          tabIndex={-1}
          className={classNames(
            'absolute top-2 right-1.5 bg-surface',
            open.required || active === open.id
              ? ''
              : 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100',
          )}
          onClick={() => onChoose(open)}
        >
          <Link2 aria-hidden />
        </RowButton>
      )}
    </div>
  );
});

function spoken(open: OpenField, other: OpenField | null): string {
  const kind = `${open.required ? 'required ' : ''}${open.side} field`;
  return other ? `Pair ${other.field.name} with ${kind}` : `Pair ${kind}`;
}
