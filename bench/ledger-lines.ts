import type { ConflictAccount, LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { SeededRandom } from '#lib/seeded-random.ts';

/** Flows of the ledger and how many of a hundred lines are theirs; the last one has hardly any. */
export const ledgerFlows = [
  { id: 'crm', lanes: ['crm:a-map-b', 'crm:a-map-c'], share: 55 },
  { id: 'billing', lanes: ['billing:a-map-b'], share: 30 },
  { id: 'stock', lanes: ['stock:a-map-b'], share: 15 },
];

const cities = ['Oslo', 'Bergen', 'Rome', 'Lima', 'Kyoto', 'Graz', 'Porto', 'Leeds'];
const pairs = ['id', 'name', 'email', 'phone', 'city', 'note', 'amount', 'updated_at'].map(
  (name) => [name, name] as const,
);
const same = { pairs };

/** Microseconds that the lines are spread over. */
export type Span = { from: number; length: number };

/**
 * Lines as the engine writes them: mostly updates of a field or two that were applied, in transactions of all
 * sizes, with a few failures, conflicts and records on hold among them.
 */
export function makeLines(count: number, span: Span, seed: number): LedgerLine[] {
  const random = new SeededRandom(seed);
  const lines: LedgerLine[] = [];
  let at = span.from;
  for (let transaction = 0; lines.length < count; transaction += 1) {
    // A third of all lines comes in a few loads, the rest one by one or in dozens.
    const wanted = random.chance(0.0003) ? 10_000 : random.chance(0.6) ? 1 : random.int(2, 60);
    const size = Math.min(wanted, count - lines.length);
    at += Math.floor((size / count) * span.length);
    const flow = random.weighted(ledgerFlows.map((each) => [each, each.share] as const));
    const laneId = random.pick(flow.lanes);
    const side = random.chance(0.85) ? 'left' : 'right';
    for (let ordinal = 0; ordinal < size; ordinal += 1) {
      lines.push(makeLine(random, { laneId, flowId: flow.id, side, at, transaction, ordinal }));
    }
  }
  return lines;
}

type Where = {
  laneId: string;
  flowId: string;
  side: 'left' | 'right';
  at: number;
  transaction: number;
  ordinal: number;
};

function makeLine(random: SeededRandom, where: Where): LedgerLine {
  const { laneId, flowId, side, at, transaction, ordinal } = where;
  const id = String(random.int(1, 60_000));
  const row = (city: string, amount: number) => ({
    id,
    name: `Customer ${id} of the north`,
    email: `customer.${id}@mail.example`,
    phone: `+47 ${random.digits(8)}`,
    city,
    note: `Called on ${random.int(1, 28)} May about order ${random.digits(6)}; asked to be called again.`,
    amount: `${amount}.50`,
    updated_at: '2026-05-04 10:00:00.123456+00',
  });
  const after = row(random.pick(cities), random.int(1, 900));
  const op = random.weighted<LedgerEntry['op']>([
    ['update', 78],
    ['insert', 20],
    ['delete', 2],
  ]);
  const before = { ...after, city: random.pick(cities), amount: `${random.int(1, 900)}.50` };
  const line: LedgerLine = {
    laneId,
    flowId,
    version: 1,
    side,
    position: `${Math.floor(at / 1_000_000).toString(16)}${transaction.toString(16).padStart(8, '0')}`,
    ordinal,
    commitTime: at,
    capturedAt: at + 900,
    appliedAt: at + random.int(1_500, 40_000),
    op,
    status: 'applied',
    code: null,
    detail: '',
    recordKey: JSON.stringify([id]),
    before: op === 'insert' ? null : before,
    after: op === 'delete' ? null : after,
    targetBefore: op === 'insert' ? null : same,
    targetAfter: op === 'delete' ? null : same,
    changed: op === 'update' ? ['city', 'amount'] : pairs.map(([name]) => name),
    cause: 'live',
    conflict: null,
    operationId: transaction % 31 === 0 ? 'op' : null,
  };
  return { ...line, ...incident(random, line) };
}

/** What is not simply carried: some 2 lines in a hundred, most of them harmless. */
function incident(random: SeededRandom, line: LedgerLine): Partial<LedgerLine> {
  const lost = { targetBefore: null, targetAfter: null };
  return random.weighted<() => Partial<LedgerLine>>([
    [() => ({}), 98_000],
    [() => ({ status: 'unchanged' }), 1_300],
    [() => ({ status: 'skipped', code: 'FILTERED', detail: 'The filter leaves it out.', ...lost }), 500],
    [() => ({ cause: 'repair', status: 'resolved', detail: 'Repaired as verify asked.' }), 50],
    [() => ({ status: 'resolved', detail: 'The newer value won.', conflict: account(line) }), 80],
    [() => ({ status: 'failed', code: 'CAST_FAILED', detail: '"next week" is no date.', ...lost }), 40],
    [() => ({ status: 'parked', code: 'UNIQUE_VIOLATION', detail: 'email is taken.', ...lost }), 20],
    [() => ({ status: 'held', code: 'CONFLICT_HELD', detail: 'A person decides.', ...lost }), 10],
  ])();
}

function account({ before, after }: LedgerLine): ConflictAccount {
  const why = 'The left side changed it 2.1 s later.';
  return {
    base: before,
    left: after,
    right: before,
    fields: [{ left: 'city', right: 'city', rule: 'newest', winner: 'left', why }],
  };
}
