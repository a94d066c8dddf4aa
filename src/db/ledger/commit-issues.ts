import { createHash } from 'node:crypto';
import {
  causeOfDecision,
  causeOfLine,
  causeOfPending,
  causeText,
  type IssueCause,
} from '#core/issues/issue-cause.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { LaneCommit, Settlement } from '#core/ports/lane-store.ts';

/** A record that a commit saw in an issue. */
export type Sighting = {
  issueId: string;
  cause: IssueCause;
  recordKey: string;
  detail: string;
  /** When it was written, microseconds since 1970. */
  at: number;
  /** Lines that the commit adds. */
  lines: number;
  /** It failed, and nothing tries it again. */
  failed: boolean;
  /** The commit only keeps a record that is in the issue already. */
  quiet: boolean;
};

/** What a commit has to do with issues: one place in each array for each part of the commit. */
export type CommitIssues = {
  entries: (string | null)[];
  settlements: (string | null)[];
  pending: (string | null)[];
  sightings: Sighting[];
};

/**
 * Finds the issue of every line, settlement and pending record of a commit.
 * @param policy what the ledger keeps of the flow's values; lines and settlements are as they are kept already.
 */
export function commitIssues(commit: LaneCommit, policy: PayloadPolicy = 'full'): CommitIssues {
  const seen = new Map<string, Sighting>();
  const see = <T>(cause: IssueCause | null, part: T, recordOf: (part: T) => Seen): string | null => {
    // Nearly every line tells of no failure.
    if (!cause) return null;
    const record = recordOf(part);
    const issueId = issueIdOf(cause);
    const name = `${issueId}\n${record.recordKey}`;
    const known = seen.get(name);
    if (!known) seen.set(name, { issueId, cause, ...record });
    else {
      known.lines += record.lines;
      known.failed ||= record.failed;
      known.quiet &&= record.quiet;
    }
    return issueId;
  };
  return {
    entries: (commit.entries ?? []).map((entry) => see(causeOfLine(entry), entry, sightingOfLine)),
    settlements: (commit.settle ?? []).map((each) =>
      see(causeOfSettlement(each), each, sightingOfSettlement),
    ),
    pending: (commit.pending?.put ?? []).map((record) =>
      see(causeOfPending(record), record, (each) => sightingOfPending(each, policy)),
    ),
    sightings: [...seen.values()],
  };
}

type Seen = Omit<Sighting, 'issueId' | 'cause'>;

function sightingOfLine({ recordKey, detail, appliedAt, status }: LedgerLine): Seen {
  return { recordKey, detail, at: appliedAt, lines: 1, failed: status === 'failed', quiet: false };
}

function sightingOfSettlement({ recordKey, detail, appliedAt }: Settlement): Seen {
  return { recordKey, detail, at: appliedAt, lines: 0, failed: false, quiet: false };
}

function sightingOfPending({ recordKey, detail, since }: PendingRecord, policy: PayloadPolicy): Seen {
  // The record itself has its reason, which may quote values, for as long as it waits: the issue stays.
  const told = policy === 'digests' ? '' : detail;
  return { recordKey, detail: told, at: since, lines: 0, failed: false, quiet: true };
}

function causeOfSettlement(settled: Settlement): IssueCause | null {
  const { laneId, status, code, place = null, conflict } = settled;
  if (status === 'resolved') return causeOfDecision(laneId, conflict);
  return status === 'parked' && code !== null
    ? causeOfPending({ laneId, state: 'parked', code, place })
    : null;
}

const ids = new Map<string, string>();
/** Causes are few; those that were met stay known. */
const KNOWN_AT_MOST = 10_000;

/** The id of the issue of this cause: the same for good, wherever it is met. */
export function issueIdOf(cause: IssueCause): string {
  const text = causeText(cause);
  let id = ids.get(text);
  if (id === undefined) {
    id = createHash('sha256').update(text).digest('hex').slice(0, 20);
    if (ids.size >= KNOWN_AT_MOST) ids.clear();
    ids.set(text, id);
  }
  return id;
}
