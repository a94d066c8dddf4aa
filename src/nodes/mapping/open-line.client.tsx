'use client';

import type { Side } from '#core/change/change-event.ts';
import type { Direction } from '#core/flow/flow-graph.ts';
import { GridCell, GridRow } from '#ui/grid-row.tsx';
import type { Line } from './arrange-rows.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { OpenField } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { OpenCell } from './open-cell.client.tsx';

export type OpenLineProps = {
  line: Extract<Line, { kind: 'open' }>;
  rowIndex: number;
  /** The id of the field that the keyboard is at. */
  active: string | null;
  sides: MappingSides;
  direction: Direction;
  /** The field that waits for its other half. */
  picked: OpenField | null;
  readOnly: boolean;
  onPick: (field: OpenField | null) => void;
  actions: MappingActions;
  /** Opens the list of fields that could be the other half. */
  onChoose: (field: OpenField) => void;
};

/** Two fields without a pair, side by side. */
export function OpenLine({ line, rowIndex, sides, ...rest }: OpenLineProps) {
  return (
    <GridRow aria-rowindex={rowIndex} className="grid h-full grid-cols-2 gap-x-6 px-4 py-0.5">
      {(['left', 'right'] as const).map((side: Side) => {
        const open = line[side];
        return (
          <GridCell key={side} className="min-w-0">
            {open ? <OpenCell open={open} side={sides[side]} {...rest} /> : null}
          </GridCell>
        );
      })}
    </GridRow>
  );
}
