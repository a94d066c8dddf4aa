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
  readonly #isAsCompiled: (stream: string) => Promise<boolean>;
  #acknowledged: Position = '';

  /**
   * @param isAsCompiled asked when the log describes a stream: are its lanes compiled for it as it is?
   * Until that is known, no row behind the description goes further; where it is not so, none does.
   */
  constructor(feed: Feed, routes: Route[], isAsCompiled: (stream: string) => Promise<boolean>) {
    this.#feed = feed;
    this.#routes = routes;
    this.#isAsCompiled = isAsCompiled;
  }

  /** Reads until the feed ends, or until lanes must be compiled anew. Throws what a restart of the flow must mend. */
  async run(): Promise<void> {
    const readers = this.#routes.map((route) => ({ route, streams: new Set(route.carriedStreams) }));
    const push = (events: ChangeEvent[]) =>
      Promise.all(readers.map(({ route, streams }) => route.log.push(events.filter(isRouted(streams)))));
    for await (const events of this.#feed.events) {
      for (const event of events) refuseReset(event);
      let from = 0;
      for (const [place, event] of events.entries()) {
        if (event.kind !== 'schema') continue;
        await push(events.slice(from, place));
        if (!(await this.#isAsCompiled(event.stream))) return;
        from = place;
      }
      await push(events.slice(from));
    }
  }

  /** Lets the source forget what every route has made durable (E8), unless a lane waits for it (E15). */
  acknowledge(): void {
    if (this.#routes.some((route) => route.holdsLog)) return;
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
