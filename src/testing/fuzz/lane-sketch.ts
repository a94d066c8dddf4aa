import type { Side } from '#core/change/change-event.ts';
import type { FlowSketch } from '../engine/flow-on-databases.ts';
import { columnName, type FuzzTable, keysOf, tableName } from './scenario.ts';

/**
 * The lane over a table's two sides.
 * @param stream what the side's connector calls a table
 */
export function laneSketch(table: FuzzTable, stream: (side: Side, table: string) => string): FlowSketch {
  const pair = (column: FuzzTable['columns'][number]) => ({
    left: columnName(column, 'left'),
    right: columnName(column, 'right'),
  });
  return {
    left: stream('left', tableName(table, 'left')),
    right: stream('right', tableName(table, 'right')),
    mapping: {
      direction: table.direction,
      match: keysOf(table).map((column) => [column.name, columnName(column, 'right')]),
      fields: table.columns.map((column) =>
        column.direction === 'both' ? pair(column) : { ...pair(column), direction: column.direction },
      ),
    },
    conflict: table.conflict,
  };
}
