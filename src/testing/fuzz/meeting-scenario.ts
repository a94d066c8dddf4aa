import type { Side } from '#core/change/change-event.ts';
import { SeededRandom } from '#lib/seeded-random.ts';
import { WriteDrawer } from './draw-writes.ts';
import { type Pair, postgresPair } from './pair.ts';
import type { FuzzStep, FuzzTable, Scenario } from './scenario.ts';

const identity = { left: 'FULL', right: 'FULL' } as const;
const both = { direction: 'both' } as const;

/** Two tables, the second referring to the first, all carried both ways; the newest change wins. */
const tables: FuzzTable[] = [0, 1].map((index) => ({
  index,
  columns: [
    { name: 'id', kind: 'key', type: { left: 'int', right: 'bigint' }, ...both },
    { name: 'a', kind: 'text', type: { left: 'text', right: 'text' }, ...both },
    index === 0
      ? { name: 'n', kind: 'number', type: { left: 'numeric(12,4)', right: 'numeric(10,2)' }, ...both }
      : { name: 'parent', kind: 'reference', type: { left: 'bigint', right: 'bigint' }, ...both },
  ],
  identity,
  parent: index === 0 ? null : 0,
  onDelete: 'NO ACTION',
  deferrable: false,
  direction: 'both',
  conflict: {
    rule: { kind: 'newest', tie: 'left' },
    fields: {},
    deletes: { carry: 'both', againstUpdate: 'update' },
    first: { onlyLeft: 'create', onlyRight: 'create', differ: { kind: 'prefer', side: 'right' } },
  },
}));

export type MeetingOptions = {
  /** On each side. */
  transactions?: number;
  /** What happens besides, in the order given. */
  more?: FuzzStep[];
  pair?: Pair;
};

/**
 * Both sides begin with rows that differ, which a reconcile writes to both, and are written at the same
 * time from then on: every seam of an engine is passed again and again.
 */
export function meetingScenario(
  seed: number,
  { transactions = 25, more = [], pair = postgresPair }: MeetingOptions = {},
): Scenario {
  const initial: Scenario['initial'] = { left: [], right: [] };
  const steps: FuzzStep[] = [...more];
  for (const side of ['left', 'right'] as Side[]) {
    const random = new SeededRandom(seed + (side === 'left' ? 0 : 5_000));
    const drawer = new WriteDrawer(random, tables, side, pair[side].dialect);
    const [table] = tables;
    for (let id = side === 'left' ? 0 : 3; table && id < (side === 'left' ? 5 : 8); id += 1) {
      initial[side].push(drawer.insert(table, [String(id)], drawer.values(table)));
    }
    for (let each = 0; each < transactions; each += 1) {
      steps.push({ actor: side, sql: drawer.transaction(), wait: each % 3 });
    }
  }
  return {
    seed,
    pair,
    tables,
    initial,
    faultEvery: null,
    duringFirstSync: true,
    restartAtEnd: true,
    steps,
  };
}
