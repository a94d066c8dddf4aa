import type { Side } from '#core/change/change-event.ts';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { SeededRandom } from '#lib/seeded-random.ts';
import type { FuzzColumn, FuzzTable } from './scenario.ts';

/** Types that a kind of column has on the two sides; the same, or one finer than the other. */
const types: Record<FuzzColumn['kind'], [string, string][]> = {
  key: [
    ['int', 'int'],
    ['int', 'bigint'],
    ['bigint', 'int'],
  ],
  unique: [
    ['text', 'text'],
    ['text', 'varchar(40)'],
  ],
  reference: [['bigint', 'bigint']],
  text: [
    ['text', 'text'],
    ['varchar(40)', 'text'],
  ],
  large: [['text', 'text']],
  number: [
    ['numeric(12,4)', 'numeric(10,2)'],
    ['numeric(10,2)', 'numeric(12,4)'],
    ['numeric', 'numeric'],
    ['int', 'numeric(10,2)'],
  ],
  moment: [
    ['timestamptz', 'timestamptz(3)'],
    ['timestamp', 'timestamptz'],
    ['timestamptz', 'timestamptz'],
    ['date', 'timestamp'],
  ],
  json: [
    ['jsonb', 'jsonb'],
    ['jsonb', 'json'],
    ['json', 'jsonb'],
  ],
  list: [
    ['int[]', 'int[]'],
    ['text[]', 'text[]'],
    ['numeric(12,4)[]', 'numeric(10,2)[]'],
  ],
};

const kinds = ['text', 'text', 'large', 'number', 'moment', 'json', 'list'] as const;

/** One to three tables on each side, later ones often referring to earlier ones. */
export function drawTables(random: SeededRandom): FuzzTable[] {
  const tables: FuzzTable[] = [];
  const count = random.weighted([
    [1, 5],
    [2, 3],
    [3, 2],
  ]);
  for (let index = 0; index < count; index += 1) tables.push(drawTable(random, index, tables));
  return tables;
}

function drawTable(random: SeededRandom, index: number, earlier: FuzzTable[]): FuzzTable {
  // Only tables with a single key are referred to, for brevity.
  const parents = earlier.filter((table) => table.columns.filter(isKey).length === 1);
  const parent = parents.length > 0 && random.chance(0.8) ? random.pick(parents).index : null;
  const composite = random.chance(0.3);
  const selfReference = parent === null && !composite && random.chance(0.12);
  const direction = random.weighted<Direction>([
    ['both', 9],
    ['forward', 1],
    ['backward', 1],
  ]);
  const columns: FuzzColumn[] = [draw(random, 'id', 'key')];
  if (composite) columns.push({ ...draw(random, 'part', 'key'), type: { left: 'text', right: 'text' } });
  if (random.chance(0.6)) columns.push(draw(random, 'u', 'unique'));
  if (parent !== null || selfReference) columns.push(draw(random, 'parent', 'reference'));
  columns.push(draw(random, 'a', 'text'));
  const more = random.int(0, 4);
  for (let each = 0; each < more; each += 1) {
    const column = draw(random, `c${each}`, random.pick(kinds));
    if (direction === 'both' && random.chance(0.12)) {
      column.direction = random.pick(['forward', 'backward']);
    }
    columns.push(column);
  }
  return {
    index,
    columns,
    identity: { left: drawIdentity(random), right: drawIdentity(random) },
    parent: selfReference ? index : parent,
    onDelete: random.weighted([
      ['NO ACTION', 4],
      ['CASCADE', 1],
      ['SET NULL', 1],
    ]),
    deferrable: random.chance(0.4),
    direction,
    conflict: drawConflict(random, columns, direction),
  };
}

const isKey = (column: FuzzColumn) => column.kind === 'key';

function draw(random: SeededRandom, name: string, kind: FuzzColumn['kind']): FuzzColumn {
  const [left, right] = random.pick(types[kind]);
  return { name, kind, type: { left, right }, direction: 'both' };
}

function drawIdentity(random: SeededRandom): 'FULL' | 'DEFAULT' {
  return random.chance(0.7) ? 'FULL' : 'DEFAULT';
}

function drawConflict(
  random: SeededRandom,
  columns: FuzzColumn[],
  direction: Direction,
): FuzzTable['conflict'] {
  const fields: Record<string, object> = {};
  for (const column of columns) {
    if (column.kind !== 'key' && random.chance(0.12)) fields[column.name] = drawRule(random);
  }
  const deletes = {
    carry: random.weighted([
      ['both', 8],
      ['forward', 1],
      ['backward', 1],
      ['none', 1],
    ]),
    againstUpdate: random.weighted([
      ['update', 6],
      ['delete', 3],
      ['hold', 1],
    ]),
  };
  const only = () =>
    random.weighted([
      ['create', 8],
      ['ignore', 1],
      ['delete', 1],
    ]);
  const source = (direction === 'backward' ? 'right' : 'left') as Side;
  const first =
    direction === 'both'
      ? { onlyLeft: only(), onlyRight: only(), differ: drawTimelessRule(random) }
      : { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: source } };
  return { rule: drawRule(random), fields, deletes, first };
}

function drawRule(random: SeededRandom): object {
  const side = random.pick(['left', 'right']);
  return random.weighted<object>([
    [{ kind: 'newest', tie: side }, 5],
    [{ kind: 'oldest', tie: side }, 1],
    [{ kind: 'prefer', side }, 3],
    [{ kind: 'hold' }, 1],
  ]);
}

function drawTimelessRule(random: SeededRandom): object {
  return random.weighted<object>([
    [{ kind: 'prefer', side: 'left' }, 6],
    [{ kind: 'prefer', side: 'right' }, 3],
    [{ kind: 'hold' }, 1],
  ]);
}
