import type { ClientBase, Pool } from 'pg';
import type { Side } from '#core/change/change-event.ts';
import type { Place } from '#core/change/position.ts';
import type { LaneProposal } from '#core/drift/proposal.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { keptLine, keptSettlement, keptTrip } from '#core/ledger/apply-payload.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import { PendingRecord } from '#core/ledger/pending-record.ts';
import type {
  DigestsAhead,
  FeedState,
  FirstSyncState,
  HalfWritten,
  LaneCommit,
  LaneStore,
  Lease,
  MovedCount,
  PendingTruncation,
  StoredDigests,
} from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { beginFenced } from '../runner/flow-fence.ts';
import { readTrips, writeTrips } from './breaker-trips.ts';
import { ChainKey } from './chain/chain-key.ts';
import { KeepChains } from './chain/keep-chains.ts';
import { type LoosePiece, sealPieces } from './chain/seal-blocks.ts';
import { classifyStoreError, isKnownLine, isPassing } from './classify-store-error.ts';
import { commitIssues } from './commit-issues.ts';
import { readDigestsAhead, writeDigestsAhead } from './digests-ahead.ts';
import { readFeedState, readPlaces, readTruncations, writeFeedStates } from './feed-states.ts';
import { readHalves, writeHalves } from './half-written.ts';
import { keepIssues, resolveRecovered, takeFromIssues } from './keep-issues.ts';
import { KeepShapes } from './keep-shapes.ts';
import { lineMoves, type MovedLines, movedCounts } from './line-moves.ts';
import { readLinks, writeLinks } from './link-rows.ts';
import { forgetCandidates, putCandidates, readCandidates } from './match-candidates.ts';
import { writeOperation } from './operation-records.ts';
import { PayloadRules } from './payload-rules.ts';
import { putProposals } from './put-proposals.ts';
import { writeRenames } from './record-renames.ts';
import { replacesDecisions, resolveReplaced } from './replaced-decisions.ts';
import { settleEntries } from './settle-entries.ts';
import { fromStoredJson } from './stored-json.ts';
import { type EntryWrite, insertEntries, insertLooseEntries, replaceEntries } from './write-entries.ts';
import { lockPending, putPending, removePending } from './write-pending.ts';

const RETRIES = 10;

const nothing: { moved: MovedLines[]; pieces: LoosePiece[] } = { moved: [], pieces: [] };

/** The engine's store in PostgreSQL: ledger, pending records, digests and first-sync cursors of a workspace. */
export class PgLaneStore implements LaneStore {
  readonly #pool: Pool;
  readonly #workspaceId: string;
  readonly #shapes = new KeepShapes();
  readonly #payloads: PayloadRules;
  readonly #chains = new KeepChains();
  readonly #chainKey: ChainKey;

  /** @param secret the installation's, 32 bytes: what is written to the ledger is sealed with it, and values digested */
  constructor(pool: Pool, workspaceId: string, secret: Buffer) {
    this.#pool = pool;
    this.#workspaceId = workspaceId;
    this.#payloads = new PayloadRules(pool, workspaceId, secret);
    this.#chainKey = new ChainKey(secret);
  }

  async commit(lease: Lease, given: LaneCommit): Promise<MovedCount[]> {
    const { commit, policy } = await this.#kept(lease, given);
    let again = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#commitOnce(lease, commit, policy, again);
      } catch (error) {
        // Lines that stand already are rare (a change came again): only then are they looked for.
        if (isKnownLine(error) && !again) again = true;
        // The parts of a flow write beside each other; a commit that loses a deadlock is whole again on repeat.
        else if (!isPassing(error) || attempt > RETRIES) throw classifyStoreError(error);
      }
    }
  }

  /** The commit without what the flow's policy leaves out of the ledger, and of what is told beside it. */
  async #kept(lease: Lease, commit: LaneCommit): Promise<{ commit: LaneCommit; policy: PayloadPolicy }> {
    const { entries, settle, pending, trips } = commit;
    if (![entries, settle, pending?.put, trips].some((part) => part?.length)) {
      return { commit, policy: 'full' };
    }
    const rule = await this.#payloads.of(lease.flowId).catch((error: unknown) => {
      throw classifyStoreError(error);
    });
    if (!rule) return { commit, policy: 'full' };
    const kept = {
      ...commit,
      entries: entries?.map((line) => keptLine(line, rule)),
      settle: settle?.map((each) => keptSettlement(each, rule)),
      trips: trips?.map((trip) => keptTrip(trip, rule)),
    };
    return { commit: kept, policy: rule.policy };
  }

  async #commitOnce(
    lease: Lease,
    commit: LaneCommit,
    policy: PayloadPolicy,
    again: boolean,
  ): Promise<MovedCount[]> {
    const entries = await this.#shapes.of(this.#pool, commit.entries ?? []);
    const of = { workspaceId: this.#workspaceId, flowId: lease.flowId };
    await this.#chains.of(this.#pool, of, lanesOf(commit));
    const issues = commitIssues(commit, policy);
    const write = { workspaceId: this.#workspaceId, lease, issues: issues.entries };
    const renamed = entries.some((line) => line.renamed);
    const alone =
      !renamed && isEntriesAlone(commit) && issues.sightings.length === 0 && !replacesDecisions(commit);
    if (!again && alone) {
      // By far the most frequent commit is one statement, and so one round trip.
      if (await insertEntries(this.#pool, this.#chainKey, write, entries)) return [];
      throw stale(lease);
    }
    const client = await this.#pool.connect();
    let broken = false;
    try {
      await client.query(beginFenced(lease.flowId));
      await refuseStaleLease(client, lease);
      const replaced = await this.#writeEntries(client, write, entries, again);
      const { put = [], remove = [] } = commit.pending ?? {};
      if (remove.length > 0 && put.length + remove.length > 1) await lockPending(client, [...put, ...remove]);
      if (put.length > 0) await putPending(client, lease.flowId, put, issues.pending);
      if (commit.halves) await writeHalves(client, lease.flowId, commit.halves);
      if (commit.ahead) await writeDigestsAhead(client, lease.flowId, commit.ahead);
      const settled = commit.settle?.length
        ? await settleEntries(client, commit.settle, issues.settlements)
        : nothing;
      const closed = remove.length > 0 ? await removePending(client, remove) : [];
      for (const { laneId, fields } of commit.forget ?? [])
        await client.query(digestForget, [laneId, fields]);
      if (commit.digests?.length) await writeDigests(client, commit.digests);
      await writeFeedStates(client, lease.flowId, commit);
      if (commit.operation) await writeOperation(client, commit.operation, again);
      if (commit.trips?.length) await writeTrips(client, lease.flowId, commit.trips);
      if (renamed) await writeRenames(client, lease.flowId, entries);
      if (commit.links) await writeLinks(client, lease.flowId, commit.links);
      if (commit.candidates) {
        const { laneId, anew, put } = commit.candidates;
        if (anew) await forgetCandidates(client, laneId);
        await putCandidates(client, laneId, put);
      }
      for (const { laneId, state } of commit.firstSync ?? []) {
        await client.query({
          name: 'first-sync',
          text: firstSyncUpsert,
          values: [laneId, lease.flowId, state],
        });
      }
      const moves = lineMoves(settled.moved, replaced.moved);
      await keepIssues(client, of, issues.sightings, moves.into);
      await takeFromIssues(client, moves.outOf);
      await resolveRecovered(client, [...closed, ...moves.left]);
      await resolveReplaced(client, commit);
      await sealPieces(client, this.#chainKey, [...replaced.pieces, ...settled.pieces]);
      await client.query('COMMIT');
      return movedCounts([...replaced.moved, ...settled.moved]);
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async #writeEntries(
    client: Pick<ClientBase, 'query'>,
    write: EntryWrite,
    entries: readonly LedgerLine[],
    again: boolean,
  ): Promise<{ moved: MovedLines[]; pieces: LoosePiece[] }> {
    if (entries.length === 0) return nothing;
    if (again) {
      const replaced = await replaceEntries(client, write, entries);
      if (replaced) return replaced;
    } else {
      const pieces = await insertLooseEntries(client, write, entries);
      if (pieces) return { moved: [], pieces };
    }
    throw stale(write.lease);
  }

  async putProposals(lease: Lease, proposals: LaneProposal[]): Promise<void> {
    const held = await putProposals(this.#pool, this.#workspaceId, lease, proposals).catch(
      (error: unknown) => {
        throw classifyStoreError(error);
      },
    );
    if (!held) throw stale(lease);
  }

  async firstSync(laneId: string): Promise<FirstSyncState | null> {
    const result = await this.#pool.query<{ firstSync: FirstSyncState | null }>(
      'SELECT "firstSync" FROM lane_state WHERE "laneId" = $1',
      [laneId],
    );
    const state = result.rows[0]?.firstSync;
    // Earlier versions kept no account of why.
    return state ? { ...state, repair: state.repair ?? false } : null;
  }

  feedState(feedId: string): Promise<Omit<FeedState, 'feedId'> | null> {
    return readFeedState(this.#pool, feedId);
  }

  truncations(laneId: string): Promise<Partial<Record<'left' | 'right', PendingTruncation>>> {
    return readTruncations(this.#pool, laneId);
  }

  places(laneId: string): Promise<Partial<Record<'left' | 'right', Place>>> {
    return readPlaces(this.#pool, laneId);
  }

  trips(laneId: string): Promise<BreakerTrip[]> {
    return readTrips(this.#pool, laneId);
  }

  async pending(laneId: string): Promise<PendingRecord[]> {
    const result = await this.#pool.query<{
      body: { decision?: unknown };
      decision: unknown;
      retryAsked: boolean;
    }>(
      `SELECT body, decision, "retryAt" IS NOT NULL AS "retryAsked"
       FROM pending_record WHERE "laneId" = $1 ORDER BY since`,
      [laneId],
    );
    return result.rows.map(({ body, decision, retryAsked }) => {
      // A person's decision over the record comes before the one that it was opened with.
      const record = PendingRecord.parse({
        ...fromStoredJson(body),
        decision: decision ?? body.decision ?? null,
      });
      return retryAsked ? { ...record, nextAttemptAt: nowMicros() } : record;
    });
  }

  halves(laneId: string): Promise<HalfWritten[]> {
    return readHalves(this.#pool, laneId);
  }

  ahead(laneId: string): Promise<DigestsAhead[]> {
    return readDigestsAhead(this.#pool, laneId);
  }

  links(laneId: string, side: Side, keys: string[]) {
    return readLinks(this.#pool, laneId, side, keys);
  }

  candidates(laneId: string, side: Side, digests: string[]) {
    return readCandidates(this.#pool, laneId, side, digests);
  }

  async digests(laneId: string, recordKeys: string[]) {
    const result = await this.#pool.query<{
      recordKey: string;
      fields: NonNullable<StoredDigests['fields']>;
    }>('SELECT "recordKey", fields FROM record_digest WHERE "laneId" = $1 AND "recordKey" = ANY($2)', [
      laneId,
      recordKeys,
    ]);
    return new Map(result.rows.map((row) => [row.recordKey, row.fields]));
  }
}

const firstSyncUpsert = `
INSERT INTO lane_state ("laneId", "flowId", "firstSync", "updatedAt") VALUES ($1, $2, $3, now())
ON CONFLICT ("laneId") DO UPDATE SET "firstSync" = excluded."firstSync", "updatedAt" = now()`;

const digestUpsert = `
INSERT INTO record_digest ("laneId", "recordKey", fields)
SELECT d.lane_id, d.record_key, d.fields
FROM json_to_recordset($1::json) AS d(lane_id text, record_key text, fields jsonb)
ON CONFLICT ("laneId", "recordKey") DO UPDATE SET fields = excluded.fields`;

const digestForget = `
UPDATE record_digest SET fields = fields - $2::text[] WHERE "laneId" = $1 AND fields ?| $2::text[]`;

const digestDelete = `
DELETE FROM record_digest d USING json_to_recordset($1::json) AS g(lane_id text, record_key text)
WHERE d."laneId" = g.lane_id AND d."recordKey" = g.record_key`;

async function refuseStaleLease(client: ClientBase, lease: Lease): Promise<void> {
  const held = await client.query({
    name: 'lease-check',
    text: 'SELECT 1 FROM deployment WHERE "flowId" = $1 AND epoch = $2',
    values: [lease.flowId, lease.epoch],
  });
  if (held.rowCount === 0) throw stale(lease);
}

function stale(lease: Lease): SyncError {
  return new SyncError('LEASE_STALE', 'Another runner has taken over this flow.', {
    detail: `flow ${lease.flowId}, epoch ${lease.epoch}`,
  });
}

/** Lanes whose lines a commit writes or settles. */
function lanesOf({ entries = [], settle = [] }: LaneCommit): Set<string> {
  const lanes = new Set<string>();
  for (const { laneId } of entries) lanes.add(laneId);
  for (const { laneId } of settle) lanes.add(laneId);
  return lanes;
}

function isEntriesAlone(commit: LaneCommit): boolean {
  const others = [
    commit.pending?.put,
    commit.pending?.remove,
    commit.halves?.put?.records,
    commit.halves?.remove,
    commit.ahead?.put,
    commit.ahead?.remove,
    commit.settle,
    commit.digests,
    commit.forget,
    commit.firstSync,
    commit.trips,
    commit.feeds,
    commit.places,
    commit.startOver,
    commit.truncations,
    commit.links?.put,
    commit.candidates?.put,
    commit.operation?.records,
  ];
  return Boolean(commit.entries?.length) && others.every((part) => !part?.length);
}

async function writeDigests(client: ClientBase, digests: StoredDigests[]): Promise<void> {
  const rows = (wanted: StoredDigests[]) =>
    JSON.stringify(
      wanted.map((each) => ({ lane_id: each.laneId, record_key: each.recordKey, fields: each.fields })),
    );
  const kept = digests.filter((each) => each.fields !== null);
  const gone = digests.filter((each) => each.fields === null);
  if (kept.length > 0) await client.query(digestUpsert, [rows(kept)]);
  if (gone.length > 0) await client.query(digestDelete, [rows(gone)]);
}
