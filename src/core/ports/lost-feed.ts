import type { ChangeEvent } from '../change/change-event.ts';
import type { Feed } from './source.ts';

/** A feed that can deliver nothing: it says so and ends. */
export function lostFeed(
  code: Extract<ChangeEvent, { kind: 'reset-required' }>['code'],
  detail: string,
): Feed {
  return {
    events: say({ kind: 'reset-required', code, detail }),
    acknowledge() {},
    async close() {},
  };
}

async function* say(event: ChangeEvent): AsyncGenerator<ChangeEvent[]> {
  yield [event];
}
