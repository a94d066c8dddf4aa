import type { Side } from '#core/change/change-event.ts';
import type { FlowSketch } from '../engine/flow-on-databases.ts';
import { columnName, type FuzzTable, keysOf, tableName } from './scenario.ts';

const sameAgain = {
  form: 'lens',
  source: `export const forward = (record: Input): Output => ({ ...record });
export const backward = (record: Output): Input => ({ ...record });`,
};

/**
 * The lane over a table's two sides.
 * @param stream what the side's connector calls a table
 * @param coded puts code on both sides that changes nothing: all that the lane reads and writes goes through it
 */
export function laneSketch(
  table: FuzzTable,
  stream: (side: Side, table: string) => string,
  coded = false,
): FlowSketch {
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
    ...(coded ? { code: { left: [sameAgain], right: [sameAgain] } } : {}),
  };
}
