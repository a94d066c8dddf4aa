import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Lane } from '#core/flow/lane.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { retentionCutoff } from '#core/ledger/ledger-policy.ts';
import type { TrialReport } from '#core/trial/trial-report.ts';
import { TrialTally } from '#core/trial/trial-tally.ts';
import { countEntries } from '#db/ledger/count-entries.ts';
import { oldestLine } from '#db/ledger/oldest-line.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { readPolicies } from '#db/ledger/read-policies.ts';
import { latestLines, pastLines } from '#db/ledger/trial-lines.ts';
import { type LoadedFlow, loadVersionLanes } from '#db/runner/load-flow.ts';
import { openLinkBooks } from '#engine/links/record-links.ts';
import { compileLane } from '#engine/plan/compiled-lane.ts';
import { hasViews } from '#engine/trial/see-lines.ts';
import { type TryLinesOptions, tryLines } from '#engine/trial/try-lines.ts';
import { microsToIso, nowMicros } from '#lib/micros.ts';
import { codeScope, openLaneCode } from '../open-lane-code.ts';
import { loadDeployed } from './load-deployed.ts';
import type { OperationWork } from './operation-runner.ts';

/** How often the ledger is asked for new lines while a version runs beside the live one, milliseconds. */
const LOOK_EVERY = 1_000;
/** Samples that are shown while it runs; the result has more. */
const SHOWN_MEANWHILE = 20;

const Input = z.object({
  lanes: z.custom<Lane[]>((value) => Array.isArray(value)),
  /** Changes committed from then on, microseconds since 1970. */
  from: z.number(),
  /** Until then; in the future for a version that runs beside the live one. */
  to: z.number(),
});

/**
 * Tries a version on what the live one has carried: changes of the ledger are put through its lanes, and
 * nothing is written. Begun anew after a crash, it comes to the same, since all it knows is the ledger.
 */
export async function runTrialOperation(work: OperationWork): Promise<TrialReport> {
  const { context, operation, signal } = work;
  const { lanes, from, to } = Input.parse(operation.input);
  const { pool } = context;
  const loaded = await loadDeployed(work);
  const { flowId, workspaceId } = loaded;
  const books = openLinkBooks(flowId, lanes, new PgLaneStore(pool, workspaceId, work.context.secretKey));
  const scope = { workspaceId, flowId: `${flowId} tried by ${operation.id}`, version: 0 };
  const open = openLaneCode(context, scope);
  const compiled = lanes.map((lane) => compileLane(flowId, lane, { books, code: open }));
  const tally = new TrialTally(
    compiled.map(({ id, left, right }) => ({ laneId: id, title: `${left.stream} and ${right.stream}` })),
  );
  const joined = new Map(loaded.lanes.map((lane) => [`${flowId}:${lane.id}`, endsOf(lane)]));
  const tried = new Map(
    compiled.flatMap((lane) => (joined.get(lane.id) === endsOf(lane.plan) ? [[lane.id, lane] as const] : [])),
  );
  const began = nowMicros();
  const kept = await keptSince(pool, loaded, began);
  const since = kept > from ? kept : null;
  const range = { from, to: Math.min(to, began) };
  const { count: total } = await countEntries(pool, workspaceId, {
    ...{ flowId, cause: 'live', from: microsToIso(range.from), to: microsToIso(range.to) },
  });
  let last = '0';
  async function* pages(): AsyncIterable<LedgerRow[]> {
    for await (const page of pastLines(pool, { workspaceId, flowId, ...range })) {
      last = newest(last, page);
      yield page;
    }
    while (nowMicros() < to && !signal.aborted) {
      const page = await latestLines(pool, { workspaceId, flowId, from, after: last });
      last = newest(last, page);
      if (page.length > 0) yield page;
      else await sleep(LOOK_EVERY);
    }
  }
  const onProgress = (through: number) => {
    const report = tally.report(from, through, since);
    work.report({
      ...{ checked: report.tried, total: to > began ? null : total, until: to },
      report: { ...report, samples: report.samples.slice(0, SHOWN_MEANWHILE) },
    });
  };
  try {
    const pastOf = pastLanes(pool, loaded);
    await tryLines({ lanes: tried, pages: pages(), pastOf, tally, onProgress, signal });
  } finally {
    if (lanes.some(({ merges }) => merges) || hasViews(lanes)) await context.code.release(codeScope(scope));
  }
  return tally.report(from, Math.min(to, nowMicros()), since);
}

/** From when on the ledger has every line of a flow, microseconds since 1970; what is parked or held outlives the others. */
async function keptSince(pool: Pool, { workspaceId, flowId }: LoadedFlow, now: number): Promise<number> {
  const [oldest, policies] = await Promise.all([oldestLine(pool, flowId), readPolicies(pool, workspaceId)]);
  const days = policies.find((each) => each.flowId === flowId)?.policy.keepDays ?? 0;
  const cutoff = retentionCutoff(days, new Date(now / 1000));
  return Math.max(oldest ?? now, cutoff ? cutoff.getTime() * 1000 : 0);
}

/** Finds the lanes of the versions that lines were written by; each version is loaded once. */
function pastLanes(pool: Pool, { flowId }: LoadedFlow): TryLinesOptions['pastOf'] {
  const known = new Map<number, Map<string, Lane>>();
  return async (page) => {
    for (const version of new Set(page.map((line) => line.version))) {
      if (known.has(version)) continue;
      const lanes = await loadVersionLanes(pool, flowId, version);
      known.set(version, new Map(lanes.map((lane) => [`${flowId}:${lane.id}`, lane])));
    }
    return ({ version, laneId }) => known.get(version)?.get(laneId) ?? null;
  };
}

/** What a lane joins: lines of another pair of streams say nothing about it. */
function endsOf({ left, right }: Lane): string {
  return JSON.stringify([left, right].map(({ connection, stream }) => [connection, stream.name]));
}

function newest(last: string, page: LedgerRow[]): string {
  return page.reduce((most, { seq }) => (BigInt(seq) > BigInt(most) ? seq : most), last);
}
