'use client';

import { KeyRound, MessageSquareText, SlidersHorizontal, X } from 'lucide-react';
import { memo } from 'react';
import type { Side } from '#core/change/change-event.ts';
import { classNames } from '#lib/class-names.ts';
import { GridCell } from '#ui/grid-row.tsx';
import { CastCell } from './cast-cell.client.tsx';
import { DirectionMenu } from './direction-menu.client.tsx';
import { FieldCell } from './field-cell.client.tsx';
import type { LineProps } from './line-props.ts';
import type { PairRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { PairState } from './pair-state.client.tsx';
import { RowButton } from './row-button.client.tsx';
import { RowFrame } from './row-frame.client.tsx';
import { sideName } from './side-name.ts';

/** One field pair: both fields, the way, the cast with its risk, and what is the matter with it. */
export const PairLine = memo(function PairLine(props: LineProps<PairRow>) {
  const { row, active, sides, linked, laneDirection, readOnly, onEdit, actions } = props;
  const { pair } = row;
  const [left, right] = [sideName(pair, 'left'), sideName(pair, 'right')];
  const name = `${left} and ${right}`;
  const tabIndex = active ? 0 : -1;
  const shownOnHover = active ? '' : 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100';
  return (
    <RowFrame kind="Pair" name={name} line={props}>
      <GridCell className="min-w-0">
        <FieldCell
          name={left}
          field={known(row, 'left', sides)}
          schema={sides.left.schema}
          rows={sides.left.rows}
        />
      </GridCell>
      <GridCell className="flex justify-center">
        <DirectionMenu
          name={left}
          value={row.direction}
          tabIndex={tabIndex}
          disabled={readOnly || row.index < 0 || laneDirection !== 'both'}
          onChange={(direction) => actions.direct([row], direction)}
        />
      </GridCell>
      <GridCell className="min-w-0">
        <FieldCell
          name={right}
          field={known(row, 'right', sides)}
          schema={sides.right.schema}
          rows={sides.right.rows}
        />
      </GridCell>
      <GridCell className="min-w-0">
        <CastCell row={row} />
      </GridCell>
      <GridCell className="hidden min-w-0 @4xl:block">
        <PairState row={row} />
      </GridCell>
      <GridCell className="flex justify-end">
        <RowButton
          label={linked ? `Let records meet by ${left}` : `Match records by ${left}`}
          pressed={row.match}
          tabIndex={tabIndex}
          disabled={readOnly}
          className={row.match ? '' : shownOnHover}
          onClick={() => actions.match(row, !row.match)}
        >
          <KeyRound aria-hidden />
        </RowButton>
        <RowButton
          label={`Edit the pair ${name}`}
          tabIndex={tabIndex}
          className={classNames(
            '@max-4xl:hidden',
            row.pair.note === undefined ? shownOnHover : 'text-accent',
          )}
          onClick={() => onEdit(row.id)}
        >
          {row.pair.note === undefined ? (
            <SlidersHorizontal aria-hidden />
          ) : (
            <MessageSquareText aria-hidden />
          )}
        </RowButton>
        <RowButton
          label={`Remove the pair ${name}`}
          tabIndex={tabIndex}
          disabled={readOnly}
          className={shownOnHover}
          onClick={() => actions.remove([row])}
        >
          <X aria-hidden />
        </RowButton>
      </GridCell>
    </RowFrame>
  );
});

/** The field of a side as its cell shows it: null where the schema has none of its name. */
function known({ pair, left, right }: PairRow, side: Side, sides: MappingSides) {
  const field = side === 'left' ? left : right;
  return field ?? (sides[side].schema && pair[side] !== '' ? null : undefined);
}
