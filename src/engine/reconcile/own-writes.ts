import type { Change, Side } from '#core/change/change-event.ts';
import { comparePlaces, type Place } from '#core/change/position.ts';

/** How long after its last mark on a side a transaction of an earlier engine may have been committed, microseconds. */
const COMMITTED_WITHIN = 2_000_000;
/** Records followed one by one per side; of more than these it is only known that they are many (E16). */
const FOLLOWED = 100_000;

type Followed = {
  /** Writes that have begun and not ended. */
  underWay: number;
  /** Committed writes less those that came back: a log may tell of a write before its commit has answered. */
  awaited: number;
  /** The last of our writes that came back. */
  seen: Place | null;
  /** When a write last ended, in ends counted over all records. */
  ended: number;
};

type Followers = {
  records: Map<string, Followed>;
  seen: { name: string; place: Place }[];
  flood: number;
  restored: number;
};

/**
 * What a lane writes to its own sides, from the moment it begins until the side's log has told of it
 * (E4). A change that the side made before such a write reaches us after it: the values that it
 * began at may stand on the other side once more, and its guard would hold though both sides have
 * moved on. Such a change crosses our write, and both sides must be read.
 */
export class OwnWrites {
  readonly #sides: Record<Side, Followers> = { left: followers(), right: followers() };
  #ends = 0;

  /** Begins to write a record. @returns whether the record is followed, or only counted; `end` must be told. */
  begin(side: Side, name: string): boolean {
    const to = this.#sides[side];
    const followed = followedOf(to, name);
    if (followed) followed.underWay += 1;
    else to.flood += 1;
    return followed !== null;
  }

  /** A write has ended. @param name null for one that is only counted */
  end(side: Side, name: string | null, committed: boolean): void {
    const to = this.#sides[side];
    const each = name === null ? undefined : to.records.get(name);
    this.#ends += 1;
    if (name === null || !each) {
      this.endCounted(side, 1, committed);
      return;
    }
    each.underWay -= 1;
    each.ended = this.#ends;
    if (committed) each.awaited += 1;
    dropIdle(to, name, each);
  }

  /** Writes that are only counted have ended. */
  endCounted(side: Side, count: number, committed: boolean): void {
    if (!committed) this.#sides[side].flood -= count;
  }

  /** The side's log has told of a write of ours. Told again, it changes nothing. */
  saw(side: Side, names: readonly string[], place: Place): void {
    const from = this.#sides[side];
    for (const name of names) {
      const each = from.records.get(name);
      if (!each) {
        if (from.flood > 0) from.flood -= 1;
        continue;
      }
      if (each.seen && comparePlaces(place, each.seen) <= 0) continue;
      each.seen = { position: place.position, ordinal: place.ordinal };
      if (each.underWay + each.awaited > 0) each.awaited -= 1;
      from.seen.push({ name, place: each.seen });
    }
  }

  /** An earlier engine last wrote to the side `at` (its clock): what it wrote is not known any more. */
  restore(side: Side, at: number | null): void {
    this.#sides[side].restored = at === null ? 0 : at + COMMITTED_WITHIN;
  }

  /** Did a change that the side made cross a write of ours to it? */
  isCrossed(side: Side, names: readonly string[], change: Place & Pick<Change, 'commitTime'>): boolean {
    const { records, flood, restored } = this.#sides[side];
    if (flood > 0 || change.commitTime <= restored) return true;
    return names.some((name) => {
      const each = records.get(name);
      if (!each) return false;
      return each.underWay + each.awaited > 0 || (each.seen !== null && comparePlaces(change, each.seen) < 0);
    });
  }

  /** Everything that the side's log holds up to here has been dealt with. */
  passed(side: Side, position: string): void {
    const from = this.#sides[side];
    const done = from.seen.findIndex(({ place }) => place.position > position);
    for (const { name, place } of from.seen.splice(0, done < 0 ? from.seen.length : done)) {
      const each = from.records.get(name);
      if (each?.seen && comparePlaces(each.seen, place) === 0) {
        each.seen = null;
        dropIdle(from, name, each);
      }
    }
  }

  /** A moment to be given to `forget`. */
  get moment(): number {
    return this.#ends;
  }

  /** The side's log has passed a head that was taken after `moment`: what ended before then has come back, or never will. */
  forget(side: Side, name: string, moment: number): void {
    const from = this.#sides[side];
    const each = from.records.get(name);
    if (!each || each.underWay > 0 || each.ended > moment) return;
    from.records.delete(name);
  }
}

function followers(): Followers {
  return { records: new Map(), seen: [], flood: 0, restored: 0 };
}

function followedOf(to: Followers, name: string): Followed | null {
  const known = to.records.get(name);
  if (known) return known;
  if (to.records.size >= FOLLOWED) return null;
  const followed: Followed = { underWay: 0, awaited: 0, seen: null, ended: 0 };
  to.records.set(name, followed);
  return followed;
}

function dropIdle(from: Followers, name: string, each: Followed): void {
  if (each.underWay === 0 && each.awaited === 0 && each.seen === null) from.records.delete(name);
}
