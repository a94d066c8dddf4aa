'use client';

import { KeyRound, MessageSquareText, SlidersHorizontal, X } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { GridCell, GridRow } from '#ui/grid-row.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { CastCell } from './cast-cell.client.tsx';
import { DirectionMenu } from './direction-menu.client.tsx';
import { FieldCell } from './field-cell.client.tsx';
import { gridColumns } from './grid-columns.ts';
import type { LineProps } from './line-props.ts';
import type { PairRow } from './mapping-rows.ts';
import { PairState } from './pair-state.client.tsx';

/** One field pair: both fields, the way, the cast with its risk, and what is the matter with it. */
export const PairLine = memo(function PairLine({
  row,
  rowIndex,
  active,
  current,
  selected,
  sides,
  linked,
  laneDirection,
  readOnly,
  onToggle,
  onEdit,
  actions,
}: LineProps<PairRow>) {
  const { pair } = row;
  const name = `${pair.left} and ${pair.right}`;
  const tabIndex = active ? 0 : -1;
  const shownOnHover = active ? '' : 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100';
  return (
    <GridRow
      tabIndex={tabIndex}
      data-stop={row.id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-label={`Pair: ${name}`}
      onDoubleClick={onEdit}
      className={classNames(
        gridColumns,
        'group h-full border-b border-line outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent',
        selected ? 'bg-accent-bg' : current ? 'bg-surface-2' : 'hover:bg-surface-2/60',
      )}
    >
      <GridCell>
        <Checkbox label={`Select ${name}`} checked={selected} tabIndex={tabIndex} onChange={onToggle} />
      </GridCell>
      <GridCell className="min-w-0">
        <FieldCell name={pair.left} field={row.left} schema={sides.left.schema} rows={sides.left.rows} />
      </GridCell>
      <GridCell className="flex justify-center">
        <DirectionMenu
          name={pair.left}
          value={row.direction}
          tabIndex={tabIndex}
          disabled={readOnly || row.index < 0 || laneDirection !== 'both'}
          onChange={(direction) => actions.direct([row], direction)}
        />
      </GridCell>
      <GridCell className="min-w-0">
        <FieldCell name={pair.right} field={row.right} schema={sides.right.schema} rows={sides.right.rows} />
      </GridCell>
      <GridCell className="min-w-0">
        <CastCell row={row} />
      </GridCell>
      <GridCell className="hidden min-w-0 @4xl:block">
        <PairState row={row} />
      </GridCell>
      <GridCell className="flex justify-end">
        <IconButton
          size="sm"
          label={linked ? `Let records meet by ${pair.left}` : `Match records by ${pair.left}`}
          pressed={row.match}
          tabIndex={tabIndex}
          disabled={readOnly}
          className={row.match ? '' : shownOnHover}
          onClick={() => actions.match(row, !row.match)}
        >
          <KeyRound aria-hidden />
        </IconButton>
        <IconButton
          size="sm"
          label={`Edit the pair ${name}`}
          keys={['↵']}
          tabIndex={tabIndex}
          className={classNames(
            '@max-4xl:hidden',
            row.pair.note === undefined ? shownOnHover : 'text-accent',
          )}
          onClick={onEdit}
        >
          {row.pair.note === undefined ? (
            <SlidersHorizontal aria-hidden />
          ) : (
            <MessageSquareText aria-hidden />
          )}
        </IconButton>
        <IconButton
          size="sm"
          label={`Remove the pair ${name}`}
          keys={['⌫']}
          tabIndex={tabIndex}
          disabled={readOnly}
          className={shownOnHover}
          onClick={() => actions.remove([row])}
        >
          <X aria-hidden />
        </IconButton>
      </GridCell>
    </GridRow>
  );
});
