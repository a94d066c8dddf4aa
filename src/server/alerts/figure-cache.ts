import type { Pool } from 'pg';
import type { FlowFacts } from '#core/alerts/alert-facts.ts';
import type { AlertCondition } from '#core/alerts/alert-rule.ts';
import { figures } from '#core/figures/figure.ts';
import { readFigures } from '#db/figures/read-figures.ts';

const MINUTE = 60_000;
/** Figures are of whole minutes: they are read this often (milliseconds), and not with every look. */
const FRESH = 15_000;

export type KnownFigure = FlowFacts['figures'][number] & { flowId: string };

/** Figures that rules watch, read again when they are no longer fresh or another one is watched. */
export class FigureCache {
  #known: KnownFigure[] = [];
  #wanted = '';
  #readAt = 0;

  /** Those of all flows that are meant to run, or rest: a paused one still holds back its log. */
  async read(pool: Pool, conditions: readonly AlertCondition[], now = Date.now()): Promise<KnownFigure[]> {
    const windows = new Set<string>();
    for (const condition of conditions) {
      if (condition.kind === 'figure')
        windows.add(`${figures[condition.figure].scope === 'lane'}/${condition.minutes}`);
    }
    const wanted = [...windows].sort().join();
    if (wanted === this.#wanted && Math.abs(now - this.#readAt) < FRESH) return this.#known;
    const found = await pool.query<{ flowId: string }>(
      `SELECT "flowId" FROM deployment WHERE desired IN ('running', 'paused')`,
    );
    const flowIds = found.rows.map(({ flowId }) => flowId);
    this.#known = [];
    for (const window of flowIds.length > 0 ? windows : []) {
      const [byLane, minutes] = [window.startsWith('true'), Number(window.split('/')[1])];
      // Up to the end of the minute that runs, and back from its beginning.
      const to = new Date(Math.ceil(now / MINUTE) * MINUTE);
      const from = new Date(Math.floor(now / MINUTE) * MINUTE - minutes * MINUTE);
      const readings = await readFigures(pool, { flowIds }, { from, to }, { byLane });
      this.#known.push(
        ...readings.map(({ flowId, laneId, values }) => ({ flowId, laneId, minutes, values })),
      );
    }
    this.#wanted = wanted;
    this.#readAt = now;
    return this.#known;
  }
}
