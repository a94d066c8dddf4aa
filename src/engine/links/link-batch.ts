import type { Change, Side } from '#core/change/change-event.ts';
import { placeText } from '#core/change/position.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { DirectedLane } from '../apply/batch-plan.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { LinkWish } from './lane-links.ts';
import { linkReferences, loadLinks, usesLinks } from './record-links.ts';
import type { Rename } from './rename-keys.ts';

/**
 * Makes the links that the changes of a batch need, before the batch is planned: of new records, of
 * records that are met for the first time, and of those that they refer to.
 *
 * @param isNew whether the lane has still to carry the change.
 */
export async function linkBatch(
  events: RoutedEvent[],
  lanesOf: (stream: string) => DirectedLane[],
  isNew: (directed: DirectedLane, change: Change) => boolean,
): Promise<void> {
  const byLane = new Map<DirectedLane, Change[]>();
  const echoes = new Map<DirectedLane, Change[]>();
  for (const event of events) {
    if (event.kind !== 'change') continue;
    for (const directed of lanesOf(event.stream)) {
      if (!usesLinks(directed.runtime.lane)) continue;
      const into = isNew(directed, event) ? byLane : echoes;
      const changes = into.get(directed);
      if (changes) changes.push(event);
      else into.set(directed, [event]);
    }
  }
  // Echoes are told by their record too, but make no links.
  for (const [{ runtime, from }, changes] of echoes) {
    await loadLinks(
      runtime.lane,
      from,
      changes.flatMap(({ before, after }) => [before ?? {}, after ?? {}]),
    );
  }
  for (const [{ runtime, from }, changes] of byLane) {
    await linkRecords(runtime, from, changes);
    const images = changes.flatMap(({ before, after }) => [before, after]);
    await linkReferences(runtime.lane, runtime.links, from, images);
  }
}

async function linkRecords(runtime: LaneRuntime, from: Side, changes: Change[]): Promise<void> {
  const { lane, links } = runtime;
  const own = links.get(lane.plan.id);
  if (!own || !lane.link) return;
  const key = lane.link.keys[from];
  const meeting = runtime.firstSync?.phase !== 'done';
  let wishes: LinkWish[] = [];
  let renames: Rename[] = [];
  const moving = new Set<string>();
  const flush = async () => {
    if (wishes.length > 0) await own.ensure(from, wishes);
    if (renames.length > 0) await own.rename(from, renames);
    wishes = [];
    renames = [];
    moving.clear();
  };
  for (const change of changes) {
    const before = change.before?.[key] ?? null;
    const after = change.after?.[key] ?? null;
    const name = after ?? before;
    if (name === null) continue;
    const renamed = change.op === 'update' && before !== null && after !== null && before !== after;
    // A key that has just passed on means another record from here.
    if (!renamed && moving.has(name)) await flush();
    wishes.push(wishOf(change, before ?? name, meeting));
    if (!renamed) continue;
    renames.push({ from: before, to: after, at: placeText(change) });
    moving.add(before).add(after);
  }
  await flush();
}

function wishOf(change: Change, key: string, meeting: boolean): LinkWish {
  const common = { key, at: placeText(change) };
  switch (change.op) {
    case 'insert':
      // What comes into being after the first meeting is a new record, whatever the other side holds.
      return { ...common, pair: meeting, make: 'always', image: change.after };
    case 'update':
      return { ...common, pair: true, make: 'if-there', image: change.after };
    case 'delete':
      return { ...common, pair: true, make: 'never', image: change.before };
  }
}
