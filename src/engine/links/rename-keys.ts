import type { Side } from '#core/change/change-event.ts';
import type { FormerKey, LaneCommit } from '#core/ports/lane-store.ts';
import type { CompiledLane, CompiledLink } from '../plan/compiled-lane.ts';
import type { LinkedKeys } from './link-book.ts';

/** A record's key changed on one side, at a place of that side's log. */
export type Rename = { from: string; to: string; at: string };

/**
 * Moves links along with their records' keys. Keys may pass from one record to another on the way:
 * each place in the log still finds the record that had the key there, so that the same changes, read
 * again after a crash, mean the same records (E7).
 *
 * @param renames in log order.
 * @returns those whose record had no link.
 */
export async function renameKeys(
  lane: CompiledLane & { link: CompiledLink },
  side: Side,
  renames: Rename[],
  keep: (links: NonNullable<LaneCommit['links']>) => Promise<unknown>,
): Promise<Rename[]> {
  const { book } = lane.link;
  await book.load(
    side,
    renames.flatMap(({ from, to }) => [from, to]),
  );
  const owners = new Map<string, LinkedKeys[]>();
  const ownersOf = (key: string) => {
    const known = owners.get(key) ?? [book.peek(side, key)].filter((link) => link !== null);
    owners.set(key, known);
    return known;
  };
  const former: (FormerKey & { link: LinkedKeys })[] = [];
  const give = (link: LinkedKeys, key: string, until: string) =>
    former.push({ laneId: lane.id, recordKey: link.recordKey, side, key, until, link });
  const unlinked: Rename[] = [];
  const arrivals = new Map<string, string>();
  for (const { from, to, at } of renames) {
    if (book.gaveUp(side, from, at)) continue;
    // While two records exchange their keys, both have the same one for a moment: the earlier one moves.
    const link = ownersOf(from).shift();
    if (!link) {
      unlinked.push({ from, to, at });
      continue;
    }
    give(link, from, at);
    ownersOf(to).push(link);
    arrivals.set(to, at);
  }
  if (former.length === 0) return unlinked;
  const now = new Map<LinkedKeys, string | null>();
  for (const [key, links] of owners) {
    // Whoever had the key before and did not move is gone from this side: its row was deleted earlier.
    for (const dead of links.slice(0, -1)) {
      now.set(dead, null);
      give(dead, key, arrivals.get(key) ?? '');
    }
    const last = links.at(-1);
    if (last) now.set(last, key);
  }
  const changed = [...now].filter(([link, key]) => link[side] !== key);
  await keep({
    put: changed.map(([link, key]) => ({ laneId: lane.id, ...link, [side]: key })),
    former: former.map(({ link: _, ...each }) => each),
  });
  for (const [link, key] of changed) book.note({ ...link, [side]: key });
  for (const { key, until, link } of former) book.noteFormer(side, key, until, link);
  return unlinked;
}
