import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import type { PayloadRule } from '#core/ledger/apply-payload.ts';
import { digestText } from '#core/ledger/digest-text.ts';
import { readPayloadPolicy } from './read-payload-policy.ts';

/** A changed policy holds for what is written so many milliseconds later. */
const FRESH = 5_000;

type Known = { at: number; rule: PayloadRule | null };

/** What of values the lines of each flow keep, as it was set not long ago. */
export class PayloadRules {
  readonly #pool: Pool;
  readonly #workspaceId: string;
  readonly #secret: Buffer;
  readonly #known = new Map<string, Known>();

  /** @param secret what digests are keyed with: whoever has the store alone cannot try values out. */
  constructor(pool: Pool, workspaceId: string, secret: Buffer) {
    this.#pool = pool;
    this.#workspaceId = workspaceId;
    this.#secret = secret;
  }

  /** Null where all values are kept. */
  async of(flowId: string): Promise<PayloadRule | null> {
    const known = this.#known.get(flowId);
    if (known && performance.now() - known.at < FRESH) return known.rule;
    const policy = await readPayloadPolicy(this.#pool, this.#workspaceId, flowId);
    const rule = policy === 'full' ? null : { policy, digest: this.#digest() };
    this.#known.set(flowId, { at: performance.now(), rule });
    return rule;
  }

  #digest(): (value: string) => string {
    const key = createHmac('sha256', this.#secret).update(`ledger values of ${this.#workspaceId}`).digest();
    return (value) => digestText(createHmac('sha256', key).update(value).digest('base64url'));
  }
}
