import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { Image, Row } from '#core/values/value.ts';
import type { CompiledLane, LinkBooks } from '../plan/compiled-lane.ts';
import { LaneLinks, type LinkWish } from './lane-links.ts';
import { LinkBook } from './link-book.ts';

/** An empty book for each linked lane of a flow. */
export function openLinkBooks(flowId: string, lanes: Lane[], store: Pick<LaneStore, 'links'>): LinkBooks {
  return new Map(
    lanes.flatMap((lane) =>
      lane.link
        ? [[lane.id, new LinkBook((side, keys) => store.links(`${flowId}:${lane.id}`, side, keys))] as const]
        : [],
    ),
  );
}

/** The makers of a flow's links, by lane id within the flow. */
export function openLaneLinks(
  lanes: { lane: CompiledLane; sessions: Record<Side, ConnectorSession> }[],
  store: LaneStore,
  lease: Lease,
): Map<string, LaneLinks> {
  return new Map(
    lanes.flatMap(({ lane, sessions }) =>
      lane.link
        ? [
            [
              lane.plan.id,
              new LaneLinks({ lane: { ...lane, link: lane.link }, sessions, store, lease }),
            ] as const,
          ]
        : [],
    ),
  );
}

/** Whether a record of the lane can only be told with the help of links. */
export function usesLinks(lane: CompiledLane): boolean {
  return lane.link !== null || lane.references.length > 0;
}

/** Values of a side's images that are keys of linked records, as wishes of those records' lanes. */
function referenceWishes(
  lane: CompiledLane,
  side: Side,
  images: (Image | null)[],
): { lane: string; side: Side; wishes: LinkWish[] }[] {
  return lane.references.map((reference) => {
    const keys = new Set<string>();
    for (const image of images) {
      const value = image?.[reference.names[side]];
      if (value !== undefined && value !== null) keys.add(value);
    }
    return {
      lane: reference.lane,
      side: reference.flipped ? otherSide(side) : side,
      // The record that it refers to may be met later than this one: it gets its link now.
      wishes: [...keys].map((key) => ({ key, pair: true, make: 'if-there' as const, image: null })),
    };
  });
}

/**
 * Makes the links that these rows of a side refer to. The log must have been dealt with up to where the
 * rows were read: a key that a record got since would be taken for another record's.
 */
export async function linkReferences(
  lane: CompiledLane,
  makers: ReadonlyMap<string, LaneLinks>,
  side: Side,
  images: (Image | null)[],
): Promise<void> {
  for (const group of referenceWishes(lane, side, images)) {
    if (group.wishes.length > 0) await makers.get(group.lane)?.ensure(group.side, group.wishes);
  }
}

/**
 * Makes the links of rows that were read, as far as they still stand; the log must have been dealt with
 * up to where they were read (see `linkReferences`).
 */
export async function linkRows(
  lane: CompiledLane,
  makers: ReadonlyMap<string, LaneLinks>,
  side: Side,
  rows: Row[],
): Promise<void> {
  const own = makers.get(lane.plan.id);
  if (!own || !lane.link) return;
  const key = lane.link.keys[side];
  const wishes = rows.flatMap((row): LinkWish[] => {
    const value = row[key] ?? null;
    return value === null ? [] : [{ key: value, pair: true, make: 'if-there', image: row }];
  });
  await own.ensure(side, wishes);
}

/** Loads what the store knows of the links that these rows need. */
export async function loadLinks(lane: CompiledLane, side: Side, rows: Image[]): Promise<void> {
  if (lane.link) {
    const key = lane.link.keys[side];
    await lane.link.book.load(
      side,
      rows.flatMap((row) => row[key] ?? []),
    );
  }
  for (const { names, book, flipped } of lane.references) {
    await book.load(
      flipped ? otherSide(side) : side,
      rows.flatMap((row) => row[names[side]] ?? []),
    );
  }
}
