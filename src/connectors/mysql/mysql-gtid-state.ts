/** Which transaction it is, on whatever server it is logged. */
export type LoggedGtid = {
  /** The domain (MariaDB), or the id and tag that its server counts under (MySQL). */
  source: string;
  number: number;
  /** The number of the server that it was first committed on. */
  server: number;
  /** When it was first committed, microseconds since 1970, where the log keeps that for replicas. */
  committed: number | null;
};

/**
 * Which transactions have been logged. It counts them in a way that is the same on a server and its replicas, and
 * that grows with each: MySQL's are counted as they are, MariaDB's by the highest number of each domain. Where
 * servers of one domain write side by side, so that a number is not the highest, the count does not grow.
 */
export interface GtidState {
  readonly count: number;
  /** Takes up the next transaction. @returns whether the count grew. */
  add(gtid: Pick<LoggedGtid, 'source' | 'number' | 'server'>): boolean;
  /** As it is stored; the server's own spelling, but for domains whose last number is not their highest. */
  toString(): string;
}

/** @param stored as `toString` gave it, or as the server tells it */
export function gtidState(mariadb: boolean, stored: string): GtidState {
  return mariadb ? new DomainState(stored) : new GtidSet(stored);
}

/** MariaDB: the last transaction of each domain. `0-1-100,5-2-7`; `0-2-90/100`: 100 was logged before. */
class DomainState implements GtidState {
  count = 0;
  readonly #domains = new Map<string, { server: number; last: number; top: number }>();

  constructor(stored: string) {
    for (const part of stored.split(',').filter(Boolean)) {
      const [gtid = '', top] = part.trim().split('/');
      const [source = '', server, number] = gtid.split('-');
      this.add({ source, server: Number(server), number: Number(top ?? number) });
      const domain = this.#domains.get(source)!;
      domain.server = Number(server);
      domain.last = Number(number);
    }
  }

  add({ source, server, number }: Pick<LoggedGtid, 'source' | 'number' | 'server'>): boolean {
    const domain = this.#domains.get(source);
    const top = domain?.top ?? 0;
    this.#domains.set(source, { server, last: number, top: Math.max(top, number) });
    if (number <= top) return false;
    this.count += number - top;
    return true;
  }

  toString(): string {
    const domains = [...this.#domains].map(
      ([source, { server, last, top }]) => `${source}-${server}-${last}${last === top ? '' : `/${top}`}`,
    );
    return domains.join(',');
  }
}

/** MySQL: a set of numbers for each source, `3e11fa47-…:1-100:105`, with `source:tag:…` for tagged ones. */
class GtidSet implements GtidState {
  count = 0;
  /** Ends are part of each. */
  readonly #sources = new Map<string, [number, number][]>();

  constructor(stored: string) {
    for (const [source, first, last] of gtidIntervals(stored)) {
      this.#sources.set(source, [...(this.#sources.get(source) ?? []), [first, last]]);
      this.count += last - first + 1;
    }
  }

  add({ source, number }: Pick<LoggedGtid, 'source' | 'number'>): boolean {
    const intervals = this.#sources.get(source) ?? [];
    this.#sources.set(source, intervals);
    // Nearly always it follows the last one.
    let at = intervals.length;
    while (at > 0 && intervals[at - 1]![0] > number) at -= 1;
    const before = intervals[at - 1];
    const after = intervals[at];
    if (before && before[1] >= number) return false;
    const joinsBefore = before?.[1] === number - 1;
    if (after?.[0] === number + 1) {
      after[0] = joinsBefore ? before[0] : number;
      if (joinsBefore) intervals.splice(at - 1, 1);
    } else if (joinsBefore) before[1] = number;
    else intervals.splice(at, 0, [number, number]);
    this.count += 1;
    return true;
  }

  toString(): string {
    const sources = [...this.#sources].map(([source, intervals]) => {
      const numbers = intervals.map(([first, last]) => (first === last ? first : `${first}-${last}`));
      return `${source}:${numbers.join(':')}`;
    });
    return sources.join(',');
  }
}

/** The intervals of a set as MySQL writes it, ends included: `uuid:1-5:7,uuid:tag:1-3`. */
export function gtidIntervals(set: string): [source: string, first: number, last: number][] {
  const intervals: [string, number, number][] = [];
  for (const part of set.replace(/\s/g, '').split(',').filter(Boolean)) {
    const [uuid = '', ...others] = part.toLowerCase().split(':');
    let source = uuid;
    for (const other of others) {
      if (!/^\d/.test(other)) source = `${uuid}:${other}`;
      else {
        const [first, last = first] = other.split('-').map(Number);
        intervals.push([source, first as number, last as number]);
      }
    }
  }
  return intervals;
}
