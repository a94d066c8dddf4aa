import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What a process tells of itself: memory, processor, event loop, and how long the API took. */
export class ProcessMetrics {
  readonly registry = new Registry();
  readonly #api: Histogram;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.#api = new Histogram({
      name: 'syncline_api_request_duration_seconds',
      help: 'How long procedures of the API took.',
      labelNames: ['procedure', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 3, 10],
      registers: [this.registry],
    });
  }

  /** @param procedure of the API's own table, so that their number is bounded */
  observeCall(procedure: string, ok: boolean, seconds: number): void {
    this.#api.observe({ procedure, outcome: ok ? 'ok' : 'refused' }, seconds);
  }
}
