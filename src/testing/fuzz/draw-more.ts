import type { Side } from '#core/change/change-event.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { WriteDrawer } from './draw-writes.ts';
import { type FuzzColumn, type FuzzTable, type Scenario, tableName } from './scenario.ts';

/**
 * Truncations and the rule `merge`, for what a seed stands for already. They are drawn from a generator of
 * their own.
 */
export function drawMore(scenario: Scenario): Scenario {
  const random = new SeededRandom(scenario.seed * 31 + 7);
  const tables = scenario.tables.map((table) => drawMerges(random, table));
  const steps = [...scenario.steps];
  const referredTo = new Set(
    tables.filter((table) => table.parent !== table.index).map(({ parent }) => parent),
  );
  for (const table of tables) {
    // What another table refers to cannot be emptied at once.
    if (referredTo.has(table.index) || !random.chance(0.2)) continue;
    const writers = (['left', 'right'] as const).filter((side) => isWritten(table, side));
    const step = drawTruncation(random, scenario, table, random.pick(writers));
    steps.splice(random.int(0, steps.length), 0, step);
  }
  return { ...scenario, tables, steps };
}

function drawMerges(random: SeededRandom, table: FuzzTable): FuzzTable {
  const { conflict } = table;
  const merge = () => ({ kind: 'merge', tie: random.pick(['left', 'right']) });
  const fields = { ...conflict.fields };
  const all = random.chance(0.25);
  for (const column of table.columns.filter(({ kind }) => kind !== 'key')) {
    if (canMerge(column) && random.chance(0.15)) fields[column.name] = merge();
    if (all && !canMerge(column)) fields[column.name] ??= { kind: 'newest', tie: 'left' };
  }
  return { ...table, conflict: { ...conflict, rule: all ? merge() : conflict.rule, fields } };
}

/** Numbers, texts, and lists of one type. */
function canMerge({ kind, type }: FuzzColumn): boolean {
  if (kind === 'list') return type.left === type.right && type.left.endsWith('[]');
  return kind !== 'moment' && kind !== 'json';
}

function drawTruncation(
  random: SeededRandom,
  { pair }: Scenario,
  table: FuzzTable,
  side: Side,
): Scenario['steps'][number] {
  const drawer = new WriteDrawer(random, [table], side, pair[side].dialect);
  const then = Array.from({ length: random.int(0, 2) }, () =>
    drawer.insert(table, drawer.key(table), drawer.values(table)),
  );
  const sql = pair[side].dialect.truncate(tableName(table, side), then);
  return { actor: side, sql, truncates: table.index, wait: random.int(0, 10) };
}

function isWritten(table: FuzzTable, side: Side): boolean {
  return table.direction !== (side === 'left' ? 'backward' : 'forward');
}
