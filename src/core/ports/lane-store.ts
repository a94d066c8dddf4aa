import type { Side } from '../change/change-event.ts';
import type { Place, Position } from '../change/position.ts';
import type { LaneProposal } from '../drift/proposal.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { Direction } from '../flow/flow-graph.ts';
import type { Lane } from '../flow/lane.ts';
import type { BreakerTrip } from '../ledger/breaker-trip.ts';
import type { FailurePlace } from '../ledger/failure-place.ts';
import type { ConflictAccount, LedgerStatus } from '../ledger/ledger-entry.ts';
import type { LedgerLine } from '../ledger/ledger-line.ts';
import type { PayloadPolicy } from '../ledger/ledger-policy.ts';
import type { PendingRecord } from '../ledger/pending-record.ts';
import type { OperationRecord } from '../operations/record-outcome.ts';
import type { Value } from '../values/value.ts';

/** The right to run a flow: every write to the store names it, and a stale one is refused (E1). */
export type Lease = { flowId: string; epoch: number };

/** A field pair over which both sides have met, with what its fields were then. */
export type MetPair = Record<Side, { name: string; number: number | null; type: string }> & {
  direction: Direction;
  /** The steps that its values went through, as JSON; absent where there were none. */
  steps?: string;
  /** The pair is suspended since this side has lost the field. */
  away: Side | null;
};

/** How far the first sync of a lane has come. */
export type FirstSyncState = {
  /** Distinguishes one first sync of the lane from a later one. */
  generation: number;
  /** What the lane joined then, and how; a lane that joins something else meets all its data anew. */
  shape: string;
  /** The streams' own ids: another stream of the same name is met anew. */
  streams: Record<Side, string | null>;
  /** Pairs over which both sides have met, or are meeting now. */
  pairs: MetPair[];
  /** Left names of the fields over which they meet now, of records that both sides hold; null: over whole records. */
  only: string[] | null;
  /** By left name of these: a side whose field was away or has just been made. What is empty there has nothing to say. */
  fresh: Record<string, Side>;
  /** Rows that were logged at or before these places say nothing about the fields of `only`: the meeting begins behind them. */
  heedFrom: Record<Side, Position>;
  /** Sides whose stream took the place of another one of its name, whose rows may stand in the log up to `heedFrom`. */
  replaced?: Side[];
  /** What says which records are met, and a digest of what the lane joins besides; absent where it was not kept. */
  filters?: { joins: string; of: Lane['filters'] | null };
  /** Filters that held before this meeting over whole records: what met one of them had been carried. */
  before?: (Lane['filters'] | null)[];
  /** Digests of what agrees have been kept from then on. */
  digests: boolean;
  /** Digest of the streams as the lane last ran on them. */
  running: string;
  phase: 'left' | 'right' | 'done';
  cursor: string | null;
  /** When it began, microseconds since 1970. */
  startedAt: number;
  /** The lane had been through its first sync, and compares both sides because a feed was lost. */
  repair: boolean;
  /** The phase's side is copied into the other one, which held nothing; null before that has been looked at. */
  copying: boolean | null;
  done: { left: number; right: number };
};

/** What became of the open entries of a record, once it is settled. */
export type Settlement = {
  laneId: string;
  recordKey: string;
  status: LedgerStatus;
  code: ErrorCode | null;
  detail: string;
  /** Where it failed, where it did. */
  place?: FailurePlace | null;
  /** Microseconds since 1970. */
  appliedAt: number;
  /** Values as they were read before anything was written, in each side's field names; null where absent. */
  before: { left: Record<string, string | null> | null; right: Record<string, string | null> | null };
  /** Values after; null where the record is gone. */
  after: { left: Record<string, string | null> | null; right: Record<string, string | null> | null };
  conflict: ConflictAccount | null;
  /** Entries that failed, and are not open any more, get it as well. */
  failed?: boolean;
  /** What was left out of these values; absent where they are all there. */
  payload?: Exclude<PayloadPolicy, 'full'>;
};

/** Digests of the last agreed values of one record, by left field name; null forgets the record. */
export type StoredDigests = {
  laneId: string;
  recordKey: string;
  fields: Record<string, { left: string; right: string }> | null;
};

/**
 * A record whose two sides make their own keys. The link outlives the record: a key that comes back
 * means the same record again. A side without a key has none (any more).
 */
export type StoredLink = { laneId: string; recordKey: string; left: Value; right: Value };

/** A key that a linked record had until the given place of its side's log (see `placeText`). */
export type FormerKey = { laneId: string; recordKey: string; side: Side; key: string; until: string };

/** Under what name a record of a side can be found by the other one; `digest` is 32 hexadecimal digits of it. */
export type MatchCandidate = { side: Side; digest: string; key: string };

/** Names one state of a pending record: a removal of an older state does nothing. */
export type PendingRef = { laneId: string; recordKey: string; revision: number };

/**
 * Records that are about to be written on both sides in one go. If the runner dies in between, they are out of line with
 * the base that they had.
 */
export type HalfWritten = {
  id: string;
  laneId: string;
  records: Pick<PendingRecord, 'recordKey' | 'leftKey' | 'rightKey' | 'base'>[];
};

/** The history that a feed's positions are of, see `SystemHistory`. */
export type FeedState = {
  feedId: string;
  system: string;
  timeline: string;
  /** When it was found to have changed, microseconds since 1970; null while it is as it was. */
  changedAt: number | null;
};

/** How far the changes of one side of a lane are applied on the other. */
export type KeptPlace = { laneId: string; side: 'left' | 'right'; place: Place };

/** Digests that count once a side's changes are applied on the other one up to the place. */
export type DigestsAhead = KeptPlace & { digests: StoredDigests[] };

/**
 * A truncation of one side of a lane that is still to be carried: what the other side alone has is deleted
 * there, or put back where a person has discarded the truncation.
 */
export type PendingTruncation = Place & {
  /** Microseconds since 1970. */
  commitTime: number;
  discardedBy: string | null;
  /** How far the other side was walked; null at its beginning. */
  cursor: string | null;
};

/** One atomic write to the store. Absent parts are left alone. */
export type LaneCommit = {
  /** Idempotent by (lane, side, position, ordinal): written again, an entry replaces itself. */
  entries?: LedgerLine[];
  pending?: { put?: PendingRecord[]; remove?: PendingRef[] };
  halves?: { put?: HalfWritten; remove?: string[] };
  settle?: Settlement[];
  digests?: StoredDigests[];
  /** One per lane and side: another one takes the place of the last. */
  ahead?: { put?: DigestsAhead[]; remove?: Pick<KeptPlace, 'laneId' | 'side'>[] };
  /** Fields, by left name, about which nothing is agreed any more on any record: their digests go. */
  forget?: { laneId: string; fields: string[] }[];
  firstSync?: { laneId: string; state: FirstSyncState }[];
  /** A trip that a person has decided is not written over; a new one takes its place. */
  trips?: BreakerTrip[];
  feeds?: FeedState[];
  /** Null: it is carried. */
  truncations?: { laneId: string; side: 'left' | 'right'; truncation: PendingTruncation | null }[];
  places?: KeptPlace[];
  /** Forgets places, trips and truncations of these sides: they are of a log that is gone. Comes before `places`. */
  startOver?: Pick<KeptPlace, 'laneId' | 'side'>[];
  links?: { put: StoredLink[]; former: FormerKey[] };
  /** What a bulk action came to for some records, and how far it is through its selection. */
  operation?: { id: string; records: OperationRecord[]; place: string | null };
  /** Candidates of one lane; `anew` forgets the earlier ones first. */
  candidates?: { laneId: string; anew: boolean; put: MatchCandidate[] };
};

/** Entries that a commit took out of a status: settled ones have another now, replaced ones were written again. */
export type MovedCount = {
  laneId: string;
  side: 'left' | 'right';
  from: LedgerStatus;
  /** Null for entries that replaced themselves: the commit's own entry counts instead. */
  to: LedgerStatus | null;
  /** Why, where they have another status now. */
  code: ErrorCode | null;
  count: number;
};

/** What the engine keeps in Syncline's own store. */
export interface LaneStore {
  /** Durable when it returns. Throws `LEASE_STALE` when another runner holds the flow. */
  commit(lease: Lease, commit: LaneCommit): Promise<MovedCount[]>;
  firstSync(laneId: string): Promise<FirstSyncState | null>;
  /** Null before the feed was first read. */
  feedState(feedId: string): Promise<Omit<FeedState, 'feedId'> | null>;
  truncations(laneId: string): Promise<Partial<Record<'left' | 'right', PendingTruncation>>>;
  places(laneId: string): Promise<Partial<Record<'left' | 'right', Place>>>;
  trips(laneId: string): Promise<BreakerTrip[]>;
  pending(laneId: string): Promise<PendingRecord[]>;
  /** What a runner that died may have written on one side alone. */
  halves(laneId: string): Promise<HalfWritten[]>;
  /** Digests that may count already, see `DigestsAhead`. */
  ahead(laneId: string): Promise<DigestsAhead[]>;
  /** The links of records that have, or once had, one of these keys on that side. */
  links(laneId: string, side: Side, keys: string[]): Promise<{ links: StoredLink[]; former: FormerKey[] }>;
  /** Keys of the side's records that may be found under these digests; they may have another value by now. */
  candidates(laneId: string, side: Side, digests: string[]): Promise<string[]>;
  digests(laneId: string, recordKeys: string[]): Promise<Map<string, NonNullable<StoredDigests['fields']>>>;
  /** Replaces what is proposed about a flow's drift; what people decided about a drift stays with it while it lasts (E15). */
  putProposals(lease: Lease, proposals: LaneProposal[]): Promise<void>;
}
