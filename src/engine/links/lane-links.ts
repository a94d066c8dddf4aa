import { otherSide, type Side } from '#core/change/change-event.ts';
import { writesTo } from '#core/flow/direction.ts';
import { recordKey } from '#core/ledger/record-key.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease, StoredLink } from '#core/ports/lane-store.ts';
import type { Image } from '#core/values/value.ts';
import type { CompiledLane, CompiledLink } from '../plan/compiled-lane.ts';
import type { LinkedKeys } from './link-book.ts';
import { MatchIndex } from './match-index.ts';
import { compileMeeting, type Meeting, pairRecords } from './pair-records.ts';
import { type Rename, renameKeys } from './rename-keys.ts';

/** A key for which there should be a link. */
export type LinkWish = {
  key: string;
  /** The place in the side's log where it was seen; absent for what was read just now. */
  at?: string;
  /** May the record be one that the other side holds already? */
  pair: boolean;
  /** Take a key for it on the other side if no record there is its counterpart: for any, or for a row that still stands. */
  make: 'always' | 'if-there' | 'never';
  /** What the log held of a row that may be gone by now. */
  image: Image | null;
};

export type LaneLinksOptions = {
  lane: CompiledLane & { link: CompiledLink };
  sessions: Record<Side, ConnectorSession>;
  store: LaneStore;
  lease: Lease;
};

/**
 * Makes the links of one lane. A link is in the store before anything is written under it, with a key
 * that the other system itself has given out: an insert with that key can be repeated after a crash
 * without making a second record (E7).
 */
export class LaneLinks {
  readonly #options: LaneLinksOptions;
  readonly #meeting: Meeting;
  #last: Promise<unknown> = Promise.resolve();
  /** Called when records have been linked that others may wait for. */
  onLinked: () => void = () => undefined;

  constructor(options: LaneLinksOptions) {
    this.#options = options;
    const { lane, sessions, store, lease } = options;
    const { keys } = lane.link;
    const streams = { left: lane.left.stream, right: lane.right.stream };
    this.#meeting = compileMeeting(
      lane.plan,
      keys,
      (matching) => new MatchIndex({ laneId: lane.id, streams, keys, matching, sessions, store, lease }),
    );
  }

  /** The lane is about to meet all its data. */
  beginMeeting(): void {
    this.#meeting.index?.begin();
  }

  /** Loads the links of these keys, and makes those that can be made. What has none then is told by the book. */
  ensure(side: Side, wishes: LinkWish[]): Promise<void> {
    return this.#alone(() => this.#ensure(side, wishes));
  }

  /** Takes up that records got another key on one side; those that had no link under the old one get theirs. */
  rename(side: Side, renames: Rename[]): Promise<void> {
    const { lane, store, lease } = this.#options;
    return this.#alone(async () => {
      const unlinked = await renameKeys(lane, side, renames, (links) => store.commit(lease, { links }));
      if (unlinked.length === 0) return;
      await this.#ensure(
        side,
        unlinked.map(({ to }) => ({ key: to, pair: true, make: 'if-there', image: null })),
      );
    });
  }

  /** One at a time: two routes and the first sync may meet the same record at once. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #ensure(side: Side, wishes: LinkWish[]): Promise<void> {
    const { book } = this.#options.lane.link;
    await book.load(
      side,
      wishes.map((wish) => wish.key),
    );
    const open = byKey(wishes.filter((wish) => !this.#isLinked(side, wish)));
    if (open.size === 0) return;
    const standing = await this.#standingRows(side, [...open.values()]);
    const toPair = [...open.values()].flatMap((wish) => {
      const image = wish.pair
        ? (standing.get(wish.key) ?? (wish.make === 'never' ? wish.image : null))
        : null;
      return image ? [{ key: wish.key, image }] : [];
    });
    const { pairs, ambiguous } = await pairRecords(this.#meeting, this.#options.sessions, book, side, toPair);
    const lonely: string[] = [];
    for (const { key, make } of open.values()) {
      const makes = make === 'always' || (make === 'if-there' && standing.has(key));
      if (ambiguous.has(key)) book.noteAbsence(side, key, 'LINK_AMBIGUOUS');
      else if (!pairs.has(key) && makes) lonely.push(key);
      else if (!pairs.has(key)) book.noteAbsence(side, key, 'LINK_MISSING');
    }
    await this.#link(side, pairs, lonely);
  }

  #isLinked(side: Side, { key, at }: LinkWish): boolean {
    const link = this.#options.lane.link.book.peek(side, key, at);
    return link !== null && link[otherSide(side)] !== null;
  }

  /** The current rows of records that may be paired, or that must still stand to be linked. */
  async #standingRows(side: Side, wishes: LinkWish[]): Promise<Map<string, Image>> {
    const { keys, matching } = this.#meeting;
    const by = matching.fields[side];
    const asked = wishes.filter(({ pair, make }) => (pair && by.length > 0) || make === 'if-there');
    if (asked.length === 0) return new Map();
    const rows = await this.#options.sessions[side].source.read({
      stream: this.#options.lane[side].stream,
      fields: [...new Set([keys[side], ...by])],
      key: [keys[side]],
      keys: asked.map(({ key }) => ({ [keys[side]]: key })),
    });
    return new Map(rows.map((row) => [row[keys[side]] ?? '', row]));
  }

  async #link(side: Side, pairs: Map<string, string>, lonely: string[]): Promise<void> {
    const { lane, store, lease } = this.#options;
    const other = otherSide(side);
    const { book } = lane.link;
    const writable = writesTo(lane.plan.direction, other);
    // A side that is never written gives out no keys: such a record is known by the one key that it has.
    if (!writable) for (const key of lonely) book.note(alone(side, key));
    const taken = writable ? await this.#takeKeys(other, lonely.length) : [];
    const made = [
      ...pairs,
      ...(writable ? lonely.map((key, i): [string, string] => [key, taken[i] ?? '']) : []),
    ];
    if (made.length === 0) return;
    const put = made.map(([key, partner]): StoredLink => {
      const [left, right] = side === 'left' ? [key, partner] : [partner, key];
      const known = book.peek(side, key);
      const name = known && !isAlone(known) ? known.recordKey : nameOf(left, book.formerCount('left', left));
      return { laneId: lane.id, recordKey: name, left, right };
    });
    await store.commit(lease, { links: { put, former: [] } });
    for (const link of put) book.note(link);
    this.onLinked();
  }

  /** Keys that the side's system gives out, and that no link has had. */
  async #takeKeys(side: Side, count: number): Promise<string[]> {
    const { lane, sessions } = this.#options;
    const { book, keys } = lane.link;
    const fresh: string[] = [];
    while (fresh.length < count) {
      const taken = await sessions[side].target.takeKeys(lane[side].stream, keys[side], count - fresh.length);
      await book.load(side, taken);
      fresh.push(...taken.filter((key) => !book.peek(side, key)));
    }
    return fresh;
  }
}

/** One wish per key: a record that came into being is linked, whatever became of it. */
function byKey(wishes: LinkWish[]): Map<string, LinkWish> {
  const merged = new Map<string, LinkWish>();
  for (const wish of wishes) {
    const earlier = merged.get(wish.key);
    const stronger = !earlier || strength.indexOf(wish.make) > strength.indexOf(earlier.make);
    merged.set(wish.key, stronger ? wish : earlier);
  }
  return merged;
}

const strength: LinkWish['make'][] = ['never', 'if-there', 'always'];

/** A linked record is named by the left key that it got its link under, for good. */
function nameOf(left: string, earlier: number): string {
  return recordKey(earlier === 0 ? [left] : [left, String(earlier)]);
}

function alone(side: Side, key: string): LinkedKeys {
  return side === 'left'
    ? { recordKey: recordKey([key]), left: key, right: null }
    : { recordKey: recordKey([null, key]), left: null, right: key };
}

/** Known by one key, and in no store. */
function isAlone({ left, right, recordKey: name }: LinkedKeys): boolean {
  const key = left ?? right;
  return (
    key !== null &&
    (left === null || right === null) &&
    alone(left === null ? 'right' : 'left', key).recordKey === name
  );
}
