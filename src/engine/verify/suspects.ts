import type { Side } from '#core/change/change-event.ts';
import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Row } from '#core/values/value.ts';
import { type RecordIdentity, rowsByRecord, tryIdentify } from '../plan/record-identity.ts';
import { disagreement } from './disagreement.ts';
import type { Findings } from './findings.ts';
import type { VerifyOptions } from './verify-options.ts';

/** Times that a suspect is read again before its difference counts as lasting. */
const READINGS = 5;
/** Suspects kept before they are looked into: bounds the memory of a verify. */
const MANY = 5_000;

type Unlinked = { side: Side; row: Row };

/** Records that disagreed when they were read: the change that mends them may be under way. */
export class Suspects {
  readonly #options: VerifyOptions;
  readonly #findings: Findings;
  #waiting: RecordIdentity[] = [];
  #unlinked: Unlinked[] = [];

  constructor(options: VerifyOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
  }

  add(identity: RecordIdentity): void {
    this.#waiting.push(identity);
  }

  /** A record without a link: it may be about to get one. */
  addUnlinked(side: Side, row: Row): void {
    this.#unlinked.push({ side, row });
  }

  async settleWhenMany(): Promise<void> {
    if (this.#waiting.length + this.#unlinked.length >= MANY) await this.settle();
  }

  /** Reads the suspects again until they agree, or their difference has lasted. */
  async settle(): Promise<void> {
    await this.#settleUnlinked();
    let suspects = this.#waiting;
    this.#waiting = [];
    for (let reading = 1; reading <= READINGS && suspects.length > 0; reading += 1) {
      await this.#options.settle();
      const found = await this.#readAgain(suspects);
      const still = suspects.filter((identity) => found.has(identity.recordKey));
      this.#findings.inFlight += suspects.length - still.length;
      suspects = still;
      if (reading < READINGS) continue;
      const unexplained = await this.#findings.add([...found.values()]);
      await this.#options.onLasting?.(suspects.filter(({ recordKey }) => unexplained.has(recordKey)));
    }
  }

  /** Reads records without a link again until they are gone, have one, or have lasted without. */
  async #settleUnlinked(): Promise<void> {
    const { lane, settle, sessions } = this.#options;
    let unlinked = this.#unlinked;
    this.#unlinked = [];
    for (let reading = 1; reading <= READINGS && unlinked.length > 0; reading += 1) {
      await settle();
      const still: Unlinked[] = [];
      for (const side of ['left', 'right'] as const) {
        const { stream, fields, key } = lane[side];
        const asked = unlinked.filter((each) => each.side === side);
        const keys = asked.map(({ row }) => Object.fromEntries(key.map((name) => [name, row[name] ?? null])));
        const rows = await sessions[side].source.read({ stream, fields, key, keys });
        this.#findings.inFlight += asked.length - rows.length;
        for (const row of rows) {
          const identity = tryIdentify(lane, side, row);
          if (!('unnamed' in identity)) this.#waiting.push(identity);
          else {
            still.push({ side, row });
            if (reading === READINGS) await this.#findings.add([alone(side, row, identity.recordKey)]);
          }
        }
      }
      unlinked = still;
    }
  }

  async #readAgain(suspects: RecordIdentity[]): Promise<Map<string, Disagreement>> {
    const { lane } = this.#options;
    const [left, right] = await Promise.all([this.#read('left', suspects), this.#read('right', suspects)]);
    const found = new Map<string, Disagreement>();
    for (const { recordKey } of suspects) {
      const rows = { left: left.get(recordKey) ?? null, right: right.get(recordKey) ?? null };
      const difference = disagreement(lane, recordKey, rows);
      if (difference) found.set(recordKey, difference);
    }
    return found;
  }

  async #read(side: Side, suspects: RecordIdentity[]): Promise<Map<string, Row>> {
    const { lane, sessions } = this.#options;
    const rows = await sessions[side].source.read({
      stream: lane[side].stream,
      fields: lane[side].fields,
      key: lane[side].key,
      keys: suspects.map((identity) => identity[side]),
    });
    return rowsByRecord(lane, side, rows);
  }
}

function alone(side: Side, row: Row, recordKey: string): Disagreement {
  const rows = { left: side === 'left' ? row : null, right: side === 'right' ? row : null };
  return { recordKey, kind: `only-${side}`, fields: [], rightFields: [], ...rows };
}
