import { otherSide, type Side } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FormerKey, StoredLink } from '#core/ports/lane-store.ts';
import type { Value } from '#core/values/value.ts';

/** Keys remembered per generation; at most two generations are kept, so memory is bounded (E16). */
const GENERATION = 50_000;

/** The two keys of one linked record, as they are now. */
export type LinkedKeys = { recordKey: string; left: Value; right: Value };

/** What is known of one key of one side. */
type Entry = {
  /** The record that has the key now. */
  current: LinkedKeys | null;
  /** Why there is none. */
  absence: ErrorCode;
  /** Records that had the key until a place of the side's log, earliest first. */
  former: { until: string; link: LinkedKeys }[];
  /** The store was asked for it. */
  loaded: boolean;
};

type Generation = Record<Side, Map<string, Entry>>;

const empty = (): Generation => ({ left: new Map(), right: new Map() });

/** What `LaneStore.links` tells of some keys. */
export type ReadLinks = (
  side: Side,
  keys: string[],
) => Promise<{ links: Omit<StoredLink, 'laneId'>[]; former: Omit<FormerKey, 'laneId'>[] }>;

/**
 * The links of one lane, as far as they were asked for. Keys are loaded in one query per batch, and
 * looked up without waiting after that.
 */
export class LinkBook {
  readonly #read: ReadLinks;
  #young = empty();
  #old = empty();

  constructor(read: ReadLinks) {
    this.#read = read;
  }

  /** Makes what the store knows of these keys available to `find`. */
  async load(side: Side, keys: Iterable<string>): Promise<void> {
    this.#turn();
    const wanted = [...new Set(keys)].filter((key) => !this.#isLoaded(side, key));
    if (wanted.length === 0) return;
    const { links, former } = await this.#read(side, wanted);
    for (const key of wanted) this.#touch(side, key).loaded = true;
    const byRecord = new Map(links.map((link) => [link.recordKey, this.note(link)]));
    for (const { key, until, recordKey } of former) {
      const link = byRecord.get(recordKey);
      if (link) this.noteFormer(side, key, until, link);
    }
  }

  /** Was the key asked for? Only then can it be looked up. */
  knows(side: Side, key: string): boolean {
    return this.#entry(side, key) !== undefined;
  }

  /**
   * The record that has this key, or had it at the given place of the side's log.
   * @throws SyncError `LINK_MISSING`, `LINK_AMBIGUOUS`.
   */
  find(side: Side, key: string, at?: string): LinkedKeys {
    const known = this.peek(side, key, at);
    if (known) return known;
    const code = this.#known(side, key).absence;
    throw new SyncError(code, absences[code] ?? absences.LINK_MISSING, { detail: `The key is ${key}.` });
  }

  /** The same, or null. */
  peek(side: Side, key: string, at?: string): LinkedKeys | null {
    const entry = this.#known(side, key);
    const earlier = at === undefined ? undefined : entry.former.find(({ until }) => until >= at);
    return earlier?.link ?? entry.current;
  }

  /** A value of one side that refers to a linked record, as the other side spells it. */
  translate(from: Side, value: Value): Value {
    if (value === null) return null;
    const { absence, current, former } = this.#known(from, value);
    // What still refers to a key that was given up refers to the record that had it last.
    const other = (current ?? former.at(-1)?.link)?.[otherSide(from)] ?? null;
    if (other !== null) return other;
    const why = absences[absence] ?? absences.LINK_MISSING;
    throw new SyncError('LINK_MISSING', `It refers to a record that is not linked yet. ${why}`, {
      detail: `The key is ${value}.`,
    });
  }

  /** How many records have had this key before. */
  formerCount(side: Side, key: string): number {
    return this.#known(side, key).former.length;
  }

  /** Whether the record that had the key gave it up at exactly this place. */
  gaveUp(side: Side, key: string, at: string): boolean {
    return this.#known(side, key).former.some(({ until }) => until === at);
  }

  /** Takes up a link, new or changed. */
  note({ recordKey, left, right }: LinkedKeys): LinkedKeys {
    const known = [this.#held('left', left), this.#held('right', right)];
    const link = known.find((each) => each?.recordKey === recordKey) ?? { recordKey, left, right };
    for (const side of ['left', 'right'] as const) {
      const before = link[side];
      const now = side === 'left' ? left : right;
      if (before !== null && before !== now) this.release(side, before, link);
      link[side] = now;
      if (now !== null) this.#touch(side, now).current = link;
    }
    return link;
  }

  /** The record does not have the key any more. */
  release(side: Side, key: string, link: LinkedKeys): void {
    const entry = this.#touch(side, key);
    if (entry.current === link) entry.current = null;
  }

  noteFormer(side: Side, key: string, until: string, link: LinkedKeys): void {
    const { former } = this.#touch(side, key);
    if (former.some((each) => each.until === until && each.link === link)) return;
    former.push({ until, link });
    former.sort((a, b) => (a.until < b.until ? -1 : 1));
  }

  /** No link could be made for the key, for this reason. */
  noteAbsence(side: Side, key: string, code: ErrorCode): void {
    this.#touch(side, key).absence = code;
  }

  #held(side: Side, key: Value): LinkedKeys | null {
    return key === null ? null : (this.#entry(side, key)?.current ?? null);
  }

  #known(side: Side, key: string): Entry {
    const entry = this.#entry(side, key);
    // Neither found nor missed: nobody asked the store. Deciding on it would take a linked record for a new one.
    if (!entry) throw new TypeError(`the link of ${side} key ${key} was looked up before it was loaded`);
    return entry;
  }

  #entry(side: Side, key: string): Entry | undefined {
    const young = this.#young[side].get(key);
    if (young) return young;
    const old = this.#old[side].get(key);
    if (old) this.#young[side].set(key, old);
    return old;
  }

  #touch(side: Side, key: string): Entry {
    const known = this.#entry(side, key);
    if (known) return known;
    const entry: Entry = { current: null, absence: 'LINK_MISSING', former: [], loaded: false };
    this.#young[side].set(key, entry);
    return entry;
  }

  /** A key without a link is asked for again: another part may have linked it since. */
  #isLoaded(side: Side, key: string): boolean {
    const entry = this.#entry(side, key);
    return entry?.loaded === true && entry.current !== null;
  }

  #turn(): void {
    if (this.#young.left.size + this.#young.right.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = empty();
  }
}

const absences: Partial<Record<ErrorCode, string>> & { LINK_MISSING: string } = {
  LINK_MISSING: 'There is no record on the other side that this key is linked to.',
  LINK_AMBIGUOUS: 'Several records carry the values by which records find each other.',
};
