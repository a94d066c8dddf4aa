import type { LedgerCause } from '#core/ledger/ledger-entry.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';

/** An occasion on which records of both sides are met outside the stream of changes, and how it is told. */
export type Meeting = {
  /** Place of its lines in the ledger, next to a number made of the record's key. */
  position: string;
  /** Microseconds since 1970. */
  startedAt: number;
  cause: LedgerCause;
  /** The bulk action that it is part of. */
  operationId?: string;
  /**
   * `first`: the lane knows nothing of the records, its rules for a first meeting decide. Else the lane's
   * rules for conflicts do, from a base: the digests that are stored, or none at all.
   */
  base: 'first' | 'digests' | 'unknown';
  /** Left names of the fields over which they are met, where both sides hold the record; null: whole records. */
  only: string[] | null;
  /** Filters that held before it: what met one of them had been carried, and may have to leave the other side. */
  before?: FirstSyncState['before'];
  /** Sentences of the ledger: it differed and was settled, waits for a person, changed meanwhile. */
  words: { settled: string; held: string; changed: string };
};

/** What a lane's first sync, or the comparison that takes its place after a feed was lost, is called. */
export function meetingOf({ generation, startedAt, repair, only, before }: FirstSyncState): Meeting {
  const meeting = { position: `first-sync/${generation}`, startedAt };
  if (repair) {
    return {
      ...meeting,
      position: `repair/${generation}`,
      cause: 'repair',
      base: 'digests',
      only: null,
      words: {
        settled: 'Differed when both sides were compared because a log had been lost.',
        held: 'Differs since a log was lost.',
        changed: 'Changed while both sides were compared because a log had been lost.',
      },
    };
  }
  return {
    ...meeting,
    cause: 'snapshot',
    base: 'first',
    only,
    ...(only === null && before ? { before } : {}),
    words: {
      settled: only ? 'Met anew over fields that changed.' : 'Met in the first sync.',
      held: 'Differs at the first meeting.',
      changed: 'Changed during the first meeting.',
    },
  };
}

/** Records that a verify found to differ, and that are settled on request. */
export function repairMeeting(operationId: string, startedAt: number): Meeting {
  return {
    position: `verify/${operationId}`,
    startedAt,
    cause: 'repair',
    base: 'digests',
    only: null,
    words: {
      settled: 'A verify found that the sides differed.',
      held: 'A verify found that the sides differ.',
      changed: 'Changed while it was repaired.',
    },
  };
}

/** Records of one stream, or of a range of its keys, that are met anew on request. */
export function resyncMeeting(operationId: string, startedAt: number): Meeting {
  return {
    position: `resync/${operationId}`,
    startedAt,
    cause: 'snapshot',
    base: 'unknown',
    only: null,
    words: {
      settled: 'Differed when it was met again in a resync.',
      held: 'Differed in a resync.',
      changed: 'Changed while it was met again in a resync.',
    },
  };
}

/** Records that a bulk action of this kind acts on. */
export function bulkMeeting(
  operationId: string,
  startedAt: number,
  cause: LedgerCause,
  did: string,
): Meeting {
  return {
    position: `operation/${operationId}`,
    startedAt,
    cause,
    operationId,
    base: 'digests',
    only: null,
    words: {
      settled: `${did}.`,
      held: `${did}: the sides differ, and the rule leaves it to a person.`,
      changed: `${did}: it changed meanwhile.`,
    },
  };
}
