import type { ChangeEvent } from '#core/change/change-event.ts';
import type { Position } from '#core/change/position.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { Feed } from '#core/ports/source.ts';
import type { Route } from '../apply/route.ts';

/** Reads one feed and hands its events to the routes that start at it. */
export class FeedReader {
  readonly #feed: Feed;
  readonly #routes: Route[];
  #acknowledged: Position = '';

  constructor(feed: Feed, routes: Route[]) {
    this.#feed = feed;
    this.#routes = routes;
  }

  /** Reads until the feed ends. Throws what a restart of the flow must mend. */
  async run(): Promise<void> {
    const readers = this.#routes.map((route) => ({ route, streams: new Set(route.streams) }));
    for await (const events of this.#feed.events) {
      for (const event of events) refuseReset(event);
      await Promise.all(
        readers.map(({ route, streams }) => route.log.push(events.filter(isRouted(streams)))),
      );
    }
  }

  /** Lets the source forget what every route has made durable (E8). */
  acknowledge(): void {
    const durable = this.#routes.map((route) => route.position).sort()[0] ?? '';
    if (durable <= this.#acknowledged) return;
    this.#acknowledged = durable;
    this.#feed.acknowledge(durable);
  }

  close(): Promise<void> {
    return this.#feed.close();
  }
}

function isRouted(streams: Set<string>): (event: ChangeEvent) => event is RoutedEvent {
  return (event): event is RoutedEvent => {
    if (event.kind === 'change') return streams.has(event.stream);
    return event.kind === 'commit' || event.kind === 'heartbeat' || event.kind === 'truncate';
  };
}

function refuseReset(event: ChangeEvent): void {
  if (event.kind !== 'reset-required') return;
  throw new SyncError(event.code, 'The source no longer has the changes that come next.', {
    detail: event.detail,
  });
}
