import type { Change } from '#core/change/change-event.ts';
import type { Place } from '#core/change/position.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { LaneStore } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { linkBatch } from '../links/link-batch.ts';
import { loadViews } from '../view/load-views.ts';
import {
  type BatchPlan,
  type DirectedLane,
  isLookedAt,
  isToCarry,
  isVisible,
  planBatch,
} from './batch-plan.ts';
import { planWrite } from './plan-write.ts';
import { restoreBeforeImages } from './restore-before-images.ts';
import type { SettledRecord } from './settle-batch.ts';

/** A part of a batch, planned and ready to be written. */
export type Part = {
  plan: BatchPlan;
  planned: SettledRecord[];
  /** Microseconds since 1970. */
  capturedAt: number;
};

/**
 * Plans the writes that events ask for, once code has made of them what the mapping sees. Writes nothing
 * but the links of new records; it may be done again when more is known.
 */
export async function preparePart(
  events: RoutedEvent[],
  lanesOf: (stream: string) => DirectedLane[],
  appliedTo: (tag: string) => Place | undefined,
  store: LaneStore,
): Promise<Part> {
  const capturedAt = nowMicros();
  const isNew = (directed: DirectedLane, change: Change) => isToCarry(directed, change, appliedTo);
  await loadViews(events, lanesOf, (directed, change) => isLookedAt(directed, change, appliedTo));
  await linkBatch(
    events,
    lanesOf,
    (directed, change) => isNew(directed, change) && isVisible(directed, change),
  );
  const plan = planBatch(events, lanesOf, appliedTo);
  await restoreBeforeImages(plan.records, store);
  const planned = plan.records.map(
    (record): SettledRecord => ({
      record,
      planned: planWrite(record.directed.runtime.lane, record.directed.from, record.folded, record.identity),
      outcome: null,
    }),
  );
  return { plan, planned, capturedAt };
}
