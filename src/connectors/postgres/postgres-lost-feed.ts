import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Feed } from '#core/ports/source.ts';

/** A feed whose slot can deliver nothing: it says so and ends. */
export function lostFeed(code: 'SLOT_LOST' | 'SLOT_INVALIDATED', detail: string): Feed {
  return {
    events: say({ kind: 'reset-required', code, detail }),
    acknowledge() {},
    async close() {},
  };
}

async function* say(event: ChangeEvent): AsyncGenerator<ChangeEvent[]> {
  yield [event];
}
