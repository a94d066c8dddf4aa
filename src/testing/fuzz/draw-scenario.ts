import type { Side } from '#core/change/change-event.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { drawMore } from './draw-more.ts';
import { drawTables } from './draw-tables.ts';
import { WriteDrawer } from './draw-writes.ts';
import { fitToPair } from './fit-to-pair.ts';
import { type Pair, postgresPair } from './pair.ts';
import { type FuzzStep, type FuzzTable, type FuzzValue, keysOf, type Scenario } from './scenario.ts';

/** Keys from here on are on both sides from the start, and nobody writes them. */
export const BYSTANDERS = 900;

const sides: Side[] = ['left', 'right'];

/** Seeds below stand for what they stood for before more was drawn. */
const DRAWS_MORE = 1_000_000;

/** The scenario of a seed, between two systems of these kinds. */
export function drawScenario(seed: number, pair: Pair = postgresPair): Scenario {
  const scenario = drawPlain(seed, pair);
  return seed < DRAWS_MORE ? scenario : drawMore(scenario);
}

function drawPlain(seed: number, pair: Pair): Scenario {
  const random = new SeededRandom(seed);
  const tables = drawTables(random).map((table) => fitToPair(table, pair));
  const drawers = {
    left: new WriteDrawer(random, tables, 'left', pair.left.dialect),
    right: new WriteDrawer(random, tables, 'right', pair.right.dialect),
  };
  const initial = drawInitial(random, tables, drawers);
  const apart = random.chance(0.35);
  const steps: FuzzStep[] = [];
  const size = random.int(4, 18);
  if (apart) steps.push({ actor: 'engine', does: 'stop', wait: 0 });
  const writes = sides.flatMap((side) =>
    drawers[side].writes ? Array.from({ length: size }, () => side) : [],
  );
  for (const side of shuffled(random, writes)) {
    if (random.chance(0.05)) steps.push(...drawEngine(random, apart));
    if (random.chance(0.05)) steps.push(drawNetwork(random));
    const wait = random.chance(0.5) ? 0 : random.int(0, 12);
    steps.push({ actor: side, sql: drawers[side].transaction(), wait });
  }
  return {
    seed,
    pair,
    tables,
    initial,
    faultEvery: random.chance(0.35) ? random.int(5, 60) : null,
    duringFirstSync: random.chance(0.3),
    restartAtEnd: random.chance(0.3),
    steps,
  };
}

function drawEngine(random: SeededRandom, apart: boolean): FuzzStep[] {
  // While the sides are kept apart, whoever starts the engine begins the meeting.
  if (apart) return random.chance(0.5) ? [{ actor: 'engine', does: 'start', wait: 0 }] : [];
  return [
    { actor: 'engine', does: 'stop', wait: random.int(0, 20) },
    { actor: 'engine', does: 'start', wait: random.int(0, 60) },
  ];
}

function drawNetwork(random: SeededRandom): FuzzStep {
  const does = random.pick(['cut', 'slow', 'quick', 'lose the answer to a commit'] as const);
  return { actor: 'network', side: random.pick(sides), does, wait: random.int(0, 20) };
}

/** Some rows on both sides and the same, some different, some on one side only; and bystanders. */
function drawInitial(
  random: SeededRandom,
  tables: FuzzTable[],
  drawers: Record<Side, WriteDrawer>,
): Record<Side, string[]> {
  const initial: Record<Side, string[]> = { left: [], right: [] };
  for (const table of tables) {
    const source: Side = table.direction === 'backward' ? 'right' : 'left';
    const both = (key: string[], values: Map<string, FuzzValue>) => {
      for (const side of sides) initial[side].push(drawers[side].insert(table, key, values));
    };
    const keys = keysOf(table).length;
    for (let place = 0; place < 3; place += 1) {
      const values = everyValue(drawers[source], table);
      for (const column of table.columns) {
        if (column.kind === 'unique') values.set(column.name, { text: `bystander${place}` });
        if (column.kind === 'reference') values.set(column.name, null);
        // Rounded on the one side or the other, it stays the same value.
        if (column.kind === 'number') values.set(column.name, { number: `${place}.2143` });
      }
      both([String(BYSTANDERS + place), ...(keys > 1 ? [`'x'`] : [])], values);
    }
    const rows = random.int(0, 8);
    for (let row = 0; row < rows; row += 1) {
      const key = drawers[source].key(table);
      const kind = random.next();
      if (kind < 0.5) both(key, everyValue(drawers[source], table));
      else if (table.direction !== 'both' || kind < 0.65) {
        initial[source].push(drawers[source].insert(table, key, drawers[source].values(table)));
      } else if (kind < 0.8) {
        initial.right.push(drawers.right.insert(table, key, drawers.right.values(table)));
      } else {
        for (const side of sides)
          initial[side].push(drawers[side].insert(table, key, drawers[side].values(table)));
      }
    }
  }
  return initial;
}

function everyValue(drawer: WriteDrawer, table: FuzzTable): Map<string, FuzzValue> {
  const given = table.columns.filter((column) => column.kind !== 'key');
  return new Map(given.map((column) => [column.name, drawer.value(column)]));
}

function shuffled<T>(random: SeededRandom, list: T[]): T[] {
  const rest = [...list];
  for (let last = rest.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last);
    [rest[last], rest[other]] = [rest[other] as T, rest[last] as T];
  }
  return rest;
}
