import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type {
  FirstSyncState,
  FormerKey,
  LaneCommit,
  LaneStore,
  Lease,
  MovedCount,
  Settlement,
  StoredDigests,
  StoredLink,
} from '#core/ports/lane-store.ts';

/** What the engine keeps, in memory: pending records, digests, and the last outcome of every line. */
export class MemoryLaneStore implements LaneStore {
  readonly records = new Map<string, PendingRecord>();
  readonly entries = new Map<string, LedgerLine>();
  readonly settlements: Settlement[] = [];
  readonly #digests = new Map<string, NonNullable<StoredDigests['fields']>>();
  readonly #firstSyncs = new Map<string, FirstSyncState>();

  async commit(_lease: Lease, commit: LaneCommit): Promise<MovedCount[]> {
    for (const entry of commit.entries ?? []) {
      this.entries.set([entry.laneId, entry.side, entry.position, entry.ordinal].join(), entry);
    }
    for (const record of commit.pending?.put ?? []) {
      const known = this.records.get(record.recordKey);
      if (!known || known.revision <= record.revision) {
        this.records.set(record.recordKey, structuredClone(record));
      }
    }
    this.settlements.push(...(commit.settle ?? []));
    for (const { recordKey, revision } of commit.pending?.remove ?? []) {
      const known = this.records.get(recordKey);
      if (known && known.revision <= revision) this.records.delete(recordKey);
    }
    for (const { recordKey, fields } of commit.digests ?? []) {
      if (fields) this.#digests.set(recordKey, fields);
      else this.#digests.delete(recordKey);
    }
    for (const { laneId, state } of commit.firstSync ?? []) this.#firstSyncs.set(laneId, state);
    return [];
  }

  async firstSync(laneId: string): Promise<FirstSyncState | null> {
    return this.#firstSyncs.get(laneId) ?? null;
  }

  async pending(): Promise<PendingRecord[]> {
    return [...this.records.values()].map((record) => structuredClone(record));
  }

  /** Nobody dies here between a target's commit and the next one. */
  async ahead(): Promise<[]> {
    return [];
  }

  /** No bulk action runs here. */
  async halves(): Promise<[]> {
    return [];
  }

  async feedState(): Promise<null> {
    return null;
  }

  /** The sides' own checkpoints are whole here. */
  async places(): Promise<Record<string, never>> {
    return {};
  }

  async links(): Promise<{ links: StoredLink[]; former: FormerKey[] }> {
    return { links: [], former: [] };
  }

  async candidates(): Promise<string[]> {
    return [];
  }

  async putProposals(): Promise<void> {}

  async truncations(): Promise<Record<string, never>> {
    return {};
  }

  async trips(): Promise<BreakerTrip[]> {
    return [];
  }

  async digests(
    _laneId: string,
    recordKeys: string[],
  ): Promise<Map<string, NonNullable<StoredDigests['fields']>>> {
    return new Map(
      recordKeys.flatMap((key) => {
        const fields = this.#digests.get(key);
        return fields ? [[key, fields]] : [];
      }),
    );
  }
}
