import type { Side } from '#core/change/change-event.ts';
import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';

/** What a verify of one lane works with. */
export type VerifyOptions = {
  lane: CompiledLane;
  sessions: Record<Side, ConnectorSession>;
  /** Waits until what was under way before the call has arrived. */
  settle: () => Promise<void>;
  /** Records that are out of line and known to be. */
  pendingKeys: () => Promise<Set<string>>;
  onProgress: (checked: number) => void;
  /** Called between two parts, to spare the systems; false ends the comparison early. */
  pace?: () => Promise<boolean>;
  /** Takes what differs for good and for no known reason, as it is found. */
  onLasting?: (records: RecordIdentity[]) => Promise<void>;
  /** Takes differences that last and that nothing explains, as they are found. */
  onFound?: (found: Disagreement[]) => Promise<void>;
  signal: AbortSignal;
};
