import type { Change, ChangeEvent } from '../change/change-event.ts';

/** What a route consumes of its source's events. */
export type RoutedEvent = Change | Extract<ChangeEvent, { kind: 'truncate' | 'commit' | 'heartbeat' }>;

/**
 * Hands captured changes to the part that applies them, in order, bounded (E16). In process by
 * default; nothing but its implementations may assume that both ends share a process.
 */
export interface ChangeLog {
  /** Appends in order; resolves once there is room for more. */
  push(events: RoutedEvent[]): Promise<void>;
  /**
   * The next events: whole transactions with at most `limit` changes in all where they fit;
   * a larger transaction is cut at `limit`, or sooner where its values are large (E2). Waits while
   * there is nothing; null once closed.
   */
  take(limit: number): Promise<RoutedEvent[] | null>;
  /** Events that wait to be taken. */
  readonly waiting: number;
  close(): void;
}

/** Whether a transaction ends here, so that everything before it may be made durable. */
export function isBoundary(event: RoutedEvent | undefined): boolean {
  return event?.kind === 'commit' || event?.kind === 'heartbeat';
}
