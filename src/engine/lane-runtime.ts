import type { Side } from '#core/change/change-event.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import type { FlapGuard } from './apply/flap-guard.ts';
import type { Clock } from './capture/side-clock.ts';
import type { LaneLinks } from './links/lane-links.ts';
import type { FirstSyncMeter } from './meter/first-sync-meter.ts';
import type { LaneMeter } from './meter/lane-meter.ts';
import type { CompiledLane } from './plan/compiled-lane.ts';
import type { OpenRecords } from './reconcile/open-records.ts';
import type { OwnWrites } from './reconcile/own-writes.ts';
import type { ParentReference } from './reconcile/parked-parents.ts';
import type { Truncations } from './truncate/truncations.ts';

/** Everything that the parts of the engine share about one running lane. */
export type LaneRuntime = {
  lane: CompiledLane;
  open: OpenRecords;
  /** Makers of the flow's links, by lane id within the flow. */
  links: ReadonlyMap<string, LaneLinks>;
  own: OwnWrites;
  meter: LaneMeter;
  firstSyncMeter: FirstSyncMeter;
  flaps: FlapGuard;
  sessions: { left: ConnectorSession; right: ConnectorSession };
  clocks: { left: Clock; right: Clock };
  /** Null before the first sync has begun. */
  firstSync: FirstSyncState | null;
  /** Trips of the breaker that wait for a person, by the side that the changes come from (E12). */
  trips: Record<Side, BreakerTrip | null>;
  /** Truncations that are still to be carried (E11). */
  truncations: Truncations;
  /** Whom its records refer to, by the side that changes come from (E9). */
  parents: Record<Side, ParentReference[]>;
  /** Rows that each side is thought to hold. */
  estimates: { left: number | null; right: number | null };
};
