import type { Side } from '#core/change/change-event.ts';
import { recordKey } from '#core/ledger/record-key.ts';
import type { Row } from '#core/values/value.ts';
import { type CompiledLane, compileLane } from '#engine/plan/compiled-lane.ts';
import { BYSTANDERS } from './draw-scenario.ts';
import { findChainProblems } from './find-chain-problems.ts';
import type { FuzzFlow } from './run-scenario.ts';
import { columnName, type FuzzTable, keysOf, type Scenario, tableName } from './scenario.ts';

const sides: Side[] = ['left', 'right'];

/** A row of one of the tables' accounts: what was changed by somebody else than the engine. */
type Noted = { tbl: string; op: string; key: string; new_key: string };
type Pending = { laneId: string; recordKey: string; state: string; body: object };

/** How things stood before the flow was. */
export type Beginning = {
  /** What shows whether the rows that nobody writes were written. */
  bystanders: string;
  /** Record keys on each side, by table. */
  keys: Record<Side, Set<string>>[];
};

export async function readBeginning(flow: FuzzFlow, scenario: Scenario): Promise<Beginning> {
  const keys: Beginning['keys'] = [];
  for (const table of scenario.tables) {
    const left = await rowsByKey(flow, scenario, table, 'left');
    const right = await rowsByKey(flow, scenario, table, 'right');
    keys.push({ left: new Set(left.keys()), right: new Set(right.keys()) });
  }
  return { bystanders: await stateOfBystanders(flow, scenario), keys };
}

/**
 * What does not hold, though it must once both sides are quiet: every record agrees under E13, or waits
 * where people see it (E17); the ledger has one line per change (E7), and its chains are whole; nobody's rows were touched.
 */
export async function findProblems(
  flow: FuzzFlow,
  scenario: Scenario,
  beginning: Beginning,
): Promise<string[]> {
  const [pending, ...noted] = await Promise.all([
    flow.store.query<Pending>(
      `SELECT "laneId", "recordKey", state, body FROM pending_record WHERE "flowId" = $1`,
      [flow.flowId],
    ),
    ...sides.map((side) => flow[side].query<Noted>('SELECT * FROM fuzz_audit')),
  ]);
  const problems = pending
    .filter((each) => each.state === 'reconcile')
    .map((each) => `still being reconciled: ${each.laneId} ${each.recordKey} ${JSON.stringify(each.body)}`);
  for (const table of scenario.tables) {
    const lane = compileLane(flow.flowId, flow.lanes[table.index] as FuzzFlow['lanes'][number]);
    const context = {
      scenario,
      table,
      lane,
      atFirst: beginning.keys[table.index] ?? { left: new Set(), right: new Set() },
      notedOn: {
        left: (noted[0] ?? []).filter((each) => each.tbl === tableName(table, 'left')),
        right: (noted[1] ?? []).filter((each) => each.tbl === tableName(table, 'right')),
      },
      pending: new Set(pending.filter((each) => each.laneId === lane.id).map((each) => each.recordKey)),
    };
    problems.push(...(await findDisagreements(flow, context)));
    problems.push(...(await findLineProblems(flow, context)));
    problems.push(...(await findCountProblems(flow, context)));
  }
  const untouched = await stateOfBystanders(flow, scenario);
  if (untouched !== beginning.bystanders) {
    problems.push(`bystanders were touched:\n  before ${beginning.bystanders}\n  after  ${untouched}`);
  }
  problems.push(...(await findChainProblems(flow.store.url)));
  return problems;
}

async function stateOfBystanders(flow: FuzzFlow, { tables, pair, steps }: Scenario): Promise<string> {
  const found: string[] = [];
  const truncated = new Set(steps.map((step) => ('sql' in step ? step.truncates : undefined)));
  for (const table of tables.filter(({ index }) => !truncated.has(index))) {
    for (const side of sides) {
      const name = tableName(table, side);
      const id = columnName(table.columns[0] as FuzzTable['columns'][number], side);
      const rows = await flow[side].query(pair[side].dialect.bystanders(name, id, BYSTANDERS));
      found.push(`${name}: ${rows.map((row) => Object.values(row).join(' ')).join(', ')}`);
    }
  }
  return found.join('; ');
}

type TableContext = {
  scenario: Scenario;
  table: FuzzTable;
  lane: CompiledLane;
  atFirst: Record<Side, Set<string>>;
  notedOn: Record<Side, Noted[]>;
  pending: Set<string>;
};

async function findDisagreements(flow: FuzzFlow, context: TableContext): Promise<string[]> {
  const { table, lane, pending } = context;
  const left = await rowsByKey(flow, context.scenario, table, 'left');
  const right = await rowsByKey(flow, context.scenario, table, 'right');
  const problems: string[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (pending.has(key) || wasTouchedOnTarget(context, key)) continue;
    const rows = { left: left.get(key) ?? null, right: right.get(key) ?? null };
    const place = `${tableName(table, 'left')} ${key}`;
    if (!rows.left || !rows.right) {
      if (!mayBeAlone(context, key, rows.left ? 'left' : 'right')) {
        problems.push(`${place} is only on the ${rows.left ? 'left' : 'right'}: ${shown(rows)}`);
      }
      continue;
    }
    const { left: onLeft, right: onRight } = rows;
    const differing = lane.fields.filter(
      (field) =>
        !field.same(onLeft[field.left] ?? null, onRight[field.right] ?? null) &&
        !mayDiffer(context, field, key),
    );
    if (differing.length > 0) {
      problems.push(`${place} differs in ${differing.map((field) => field.left)}: ${shown(rows)}`);
    }
  }
  return problems;
}

/** Rows of one side by record key, values as text. */
async function rowsByKey(
  flow: FuzzFlow,
  { pair }: Scenario,
  table: FuzzTable,
  side: Side,
): Promise<Map<string, Row>> {
  const { dialect } = pair[side];
  const columns = table.columns.map((column) => {
    const name = columnName(column, side);
    return `${dialect.text(name, column.type[side])} AS ${name}`;
  });
  const rows = await flow[side].query<Record<string, string | null>>(
    `SELECT ${columns.join(', ')} FROM ${tableName(table, side)}`,
  );
  const keys = keysOf(table).map((each) => columnName(each, side));
  return new Map(rows.map((row) => [recordKey(keys.map((name) => row[name] ?? null)), row]));
}

/** Where the lane does not carry deletes, or leaves alone what one side alone had, a record may be alone. */
function mayBeAlone({ table, atFirst, notedOn }: TableContext, key: string, alone: Side): boolean {
  const { deletes, first } = table.conflict;
  const missing: Side = alone === 'left' ? 'right' : 'left';
  const way = missing === 'left' ? 'forward' : 'backward';
  const noted = notedOn[missing].filter((each) => sameKey(each.key, key) || sameKey(each.new_key, key));
  const aloneAtFirst = atFirst[alone].has(key) && !atFirst[missing].has(key);
  const carried = deletes.carry === 'both' || deletes.carry === way;
  const lost = (each: Noted) => each.op !== 'INSERT' && sameKey(each.key, key);
  if (!carried && (noted.some(lost) || wasTruncated(notedOn[missing]))) return true;
  // What the target of a one-way lane has of its own is its own.
  if (table.direction === way) return noted.length === 0 && aloneAtFirst;
  const rule = alone === 'left' ? first.onlyLeft : first.onlyRight;
  return rule === 'ignore' && aloneAtFirst;
}

/** A cascade may touch what nobody writes: the target of a one-way lane, which is then left as it is. */
function wasTouchedOnTarget({ table, notedOn }: TableContext, key: string): boolean {
  if (table.direction === 'both') return false;
  const target: Side = table.direction === 'forward' ? 'right' : 'left';
  return notedOn[target].some((each) => sameKey(each.key, key) || sameKey(each.new_key, key));
}

/**
 * A field that goes one way is not carried back: a record made anew on its target may lack it there, and
 * one that its source deleted and got back from the target may lack it there.
 */
function mayDiffer(
  { atFirst, notedOn }: TableContext,
  field: CompiledLane['fields'][number],
  key: string,
): boolean {
  if (field.direction === 'both' || field.key) return false;
  const [source, target]: [Side, Side] =
    field.direction === 'forward' ? ['left', 'right'] : ['right', 'left'];
  if (atFirst[target].has(key) && !atFirst[source].has(key)) return true;
  const madeOnTarget = notedOn[target].some(
    (each) => (each.op === 'INSERT' || each.key !== each.new_key) && sameKey(each.new_key, key),
  );
  const lostOnSource = notedOn[source].some(
    (each) => (each.op === 'DELETE' || each.key !== each.new_key) && sameKey(each.key, key),
  );
  return madeOnTarget || lostOnSource || wasTruncated(notedOn[source]);
}

const wasTruncated = (noted: Noted[]) => noted.some((each) => each.op === 'TRUNCATE');

const sameKey = (noted: string, key: string) => JSON.stringify(JSON.parse(noted)) === key;

/**
 * One live line per change that somebody made where the lane reads, and none twice (E7). What a truncation
 * comes to has lines besides, which are no changes of anybody.
 */
async function findLineProblems(flow: FuzzFlow, { table, lane, notedOn, pending }: TableContext) {
  const problems: string[] = [];
  const lines = await flow.store.query<{
    side: Side;
    position: string;
    ordinal: string;
    status: string;
    code: string | null;
    record_key: string;
  }>(
    `SELECT side, position, ordinal::text, status, code, record_key FROM ledger_entry
     WHERE lane_id = $1 AND cause = 'live' AND position NOT LIKE 'truncate/%'`,
    [lane.id],
  );
  for (const side of sides) {
    const away = side === 'left' ? 'backward' : 'forward';
    const expected = table.direction === away ? 0 : notedOn[side].length;
    const found = lines.filter((line) => line.side === side);
    const places = new Set(found.map((line) => `${line.position} ${line.ordinal}`));
    if (found.length !== expected || places.size !== expected) {
      problems.push(
        `${tableName(table, side)}: ${expected} changes, ${found.length} lines at ${places.size} places;` +
          ` changes ${count(notedOn[side].map((each) => each.new_key))}, lines ${count(found.map((line) => line.record_key))}`,
      );
    }
  }
  for (const line of lines) {
    const open = line.status === 'held' || line.status === 'parked';
    if (line.status === 'failed' || (open && !pending.has(line.record_key))) {
      problems.push(
        `a line of ${line.record_key} says ${line.status} (${line.code}), and nothing waits for it`,
      );
    }
  }
  return problems;
}

/** What the engine says that it has done is what the ledger says. */
async function findCountProblems(flow: FuzzFlow, { lane }: TableContext): Promise<string[]> {
  const status = flow.status().find((each) => each.laneId === lane.id);
  if (!status) return [`no engine runs ${lane.id}`];
  const lines = await flow.store.query<{ side: Side; status: string; n: number }>(
    'SELECT side, status, count(*)::int AS n FROM ledger_entry WHERE lane_id = $1 GROUP BY 1, 2',
    [lane.id],
  );
  return sides.flatMap((side) => {
    const { counts } = side === 'left' ? status.forward : status.backward;
    const held = new Map(lines.filter((line) => line.side === side).map((line) => [line.status, line.n]));
    return Object.entries(counts)
      .filter(([name, times]) => times !== (held.get(name) ?? 0))
      .map(
        ([name, times]) =>
          `${lane.id} counts ${times} ${name} from the ${side}, the ledger ${held.get(name) ?? 0}`,
      );
  });
}

function count(keys: string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const name = JSON.stringify(JSON.parse(key));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort()
    .map(([key, times]) => `${key}×${times}`)
    .join(' ');
}

function shown(rows: Record<Side, Row | null>): string {
  return JSON.stringify(rows, (_, value) =>
    typeof value === 'string' && value.length > 40 ? `${value.slice(0, 20)}… (${value.length})` : value,
  );
}
