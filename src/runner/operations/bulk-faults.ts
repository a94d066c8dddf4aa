import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { Logger } from '#core/ports/logger.ts';
import { classifyStoreError } from '#db/ledger/classify-store-error.ts';

/** How long it waits before it goes on, milliseconds. */
const PAUSE = 500;

/**
 * How often in a row, without getting on, it is tried again after what may be over soon: a lane that does not fit its
 * streams any more is followed by one that does (E15); something unexpected is tried with pauses that double.
 */
const PATIENCE: Partial<Record<ErrorCode, number>> = {
  ...{ FIELD_MISSING: 60, STREAM_MISSING: 60, SCHEMA_CHANGED: 60 },
  INTERNAL: 4,
};

/** The flow rests because of these until a person has mended them, and the action rests with it. */
const RESTS: ReadonlySet<ErrorCode> = new Set([
  ...(['FLOW_NOT_RUNNING', 'AUTH_FAILED', 'DATABASE_MISSING', 'TLS_FAILED'] as const),
]);

/** Judges what a bulk action meets on its way: does it wait and go on, or is this its end? */
export class BulkFaults {
  readonly #logger: Logger;
  /** Where it was at the last fault, and how many there were there. */
  #at = -1;
  #times = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /**
   * @param lines how far it is: faults are counted anew when it has got on
   * @returns the fault, and for how many milliseconds to wait; null where it ends the action
   */
  judge(thrown: unknown, lines: number): { error: SyncError; pause: number | null } {
    const error = toSyncError(classifyStoreError(thrown));
    this.#times = lines === this.#at ? this.#times + 1 : 1;
    this.#at = lines;
    const patience = PATIENCE[error.code];
    if (error.code === 'INTERNAL') {
      this.#logger.error({ err: error.cause ?? error, times: this.#times }, 'a bulk action met a fault');
      return { error, pause: this.#times > (patience ?? 0) ? null : PAUSE * 2 ** (this.#times - 1) };
    }
    const waits =
      patience === undefined
        ? errorPolicy[error.code].retry === 'timed' || RESTS.has(error.code)
        : this.#times <= patience;
    return { error, pause: waits ? PAUSE : null };
  }
}
