import type { Side } from '../change/change-event.ts';
import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { LaneTrial, OutcomeShift, TrialReport, TrialSample, TriedChange } from './trial-report.ts';

/** Samples kept of each kind of difference on each lane, and kinds of which there are samples. */
const PER_KIND = 8;
const KINDS = 25;

type Counts = {
  lane: LaneTrial;
  shifts: Map<string, OutcomeShift>;
  fields: Map<string, LaneTrial['fields'][number]>;
  reasons: Map<string, number>;
  shown: Map<string, number>;
};

/** Adds up what a trial finds, in memory that does not grow with the number of changes. */
export class TrialTally {
  readonly #lanes = new Map<string, Counts>();
  readonly #missing = new Map<string, number>();
  readonly #samples: TrialSample[] = [];
  #tried = 0;

  /** @param lanes of the tried version; `title` says what each joins. */
  constructor(lanes: readonly { laneId: string; title: string }[]) {
    for (const { laneId, title } of lanes) {
      this.#lanes.set(laneId, {
        lane: {
          laneId,
          title,
          ...{ same: 0, values: 0, outcome: 0, untried: 0, shifts: [], fields: [], reasons: [] },
        },
        shifts: new Map(),
        fields: new Map(),
        reasons: new Map(),
        shown: new Map(),
      });
    }
  }

  add(line: LedgerRow, to: Side, tried: TriedChange): void {
    const counts = this.#lanes.get(line.laneId);
    if (!counts) return;
    this.#tried += 1;
    counts.lane[tried.verdict] += 1;
    for (const { name } of tried.fields) fieldOf(counts, to, name).differ += 1;
    for (const name of tried.unknown) fieldOf(counts, to, name).unknown += 1;
    if (tried.why) counts.reasons.set(tried.why, (counts.reasons.get(tried.why) ?? 0) + 1);
    if (tried.verdict === 'outcome') shift(counts, tried);
    this.#show(counts, line, tried);
  }

  /** A change of a lane that the tried version does not have. */
  addMissing(laneId: string): void {
    this.#missing.set(laneId, (this.#missing.get(laneId) ?? 0) + 1);
  }

  /** What has been found so far. @param since see `TrialReport` */
  report(from: number, to: number, since: number | null = null): TrialReport {
    const mostFirst = <T>(all: Iterable<T>, count: (each: T) => number) =>
      [...all].sort((a, b) => count(b) - count(a));
    return {
      from,
      to,
      since,
      tried: this.#tried,
      lanes: [...this.#lanes.values()].map(({ lane, shifts, fields, reasons }) => ({
        ...lane,
        shifts: mostFirst(shifts.values(), ({ count }) => count),
        fields: mostFirst(fields.values(), ({ differ, unknown }) => differ + unknown / 1e9),
        reasons: mostFirst(reasons, ([, count]) => count).map(([why, count]) => ({ why, count })),
      })),
      samples: [...this.#samples],
      missing: [...this.#missing].map(([laneId, changes]) => ({ laneId, changes })),
    };
  }

  /** Keeps some of every kind of difference, so that a frequent one does not crowd out a rare one. */
  #show(counts: Counts, line: LedgerRow, tried: TriedChange): void {
    if (tried.verdict !== 'values' && tried.verdict !== 'outcome') return;
    const kind =
      tried.verdict === 'outcome' ? shiftKey(tried) : tried.fields.map(({ name }) => name).join('\n');
    const already = counts.shown.get(kind) ?? 0;
    if (already >= PER_KIND || (already === 0 && counts.shown.size >= KINDS)) return;
    counts.shown.set(kind, already + 1);
    const { laneId, recordKey, side, op, commitTime } = line;
    const { verdict, was, would, fields } = tried;
    this.#samples.push({ laneId, recordKey, side, op, commitTime, verdict, was, would, fields });
  }
}

function fieldOf(counts: Counts, side: Side, name: string): LaneTrial['fields'][number] {
  const key = `${side} ${name}`;
  const known = counts.fields.get(key) ?? { side, name, differ: 0, unknown: 0 };
  counts.fields.set(key, known);
  return known;
}

function shift(counts: Counts, tried: TriedChange): void {
  if (!tried.would) return;
  const { was, would } = tried;
  const known = counts.shifts.get(shiftKey(tried)) ?? {
    from: { status: was.status, code: was.code },
    to: { status: would.status, code: would.code },
    count: 0,
  };
  known.count += 1;
  counts.shifts.set(shiftKey(tried), known);
}

function shiftKey({ was, would }: TriedChange): string {
  return [was.status, was.code, would?.status, would?.code].join(' ');
}
