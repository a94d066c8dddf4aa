import type { Disagreement, LaneReport } from '#core/ledger/verify-report.ts';
import type { VerifyOptions } from './verify-options.ts';

/** Differences that a report shows. */
const SAMPLES = 100;

/** What a verify has found so far: counts of everything, samples of the first. Its size does not grow. */
export class Findings {
  readonly #options: Pick<VerifyOptions, 'pendingKeys' | 'onFound'>;
  readonly #counts: Record<Disagreement['kind'], number> = { differ: 0, 'only-left': 0, 'only-right': 0 };
  readonly #samples: Disagreement[] = [];
  #pending = 0;
  inFlight = 0;
  checked = 0;

  constructor(options: Pick<VerifyOptions, 'pendingKeys' | 'onFound'>) {
    this.#options = options;
  }

  /**
   * Takes differences that last; those of records that are known to be out of line count apart.
   * @returns keys of the others
   */
  async add(lasting: Disagreement[]): Promise<Set<string>> {
    if (lasting.length === 0) return new Set();
    const pending = await this.#options.pendingKeys();
    const unexplained: Disagreement[] = [];
    for (const each of lasting) {
      if (pending.has(each.recordKey)) {
        this.#pending += 1;
        continue;
      }
      unexplained.push(each);
      this.#counts[each.kind] += 1;
      if (this.#samples.length < SAMPLES) this.#samples.push(each);
    }
    if (unexplained.length > 0) await this.#options.onFound?.(unexplained);
    return new Set(unexplained.map(({ recordKey }) => recordKey));
  }

  get report(): Pick<
    LaneReport,
    'checked' | 'differing' | 'onlyLeft' | 'onlyRight' | 'inFlight' | 'pending' | 'samples'
  > {
    return {
      checked: this.checked,
      differing: this.#counts.differ,
      onlyLeft: this.#counts['only-left'],
      onlyRight: this.#counts['only-right'],
      inFlight: this.inFlight,
      pending: this.#pending,
      samples: this.#samples,
    };
  }
}
