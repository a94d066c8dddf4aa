import type { Change } from '#core/change/change-event.ts';
import type { RoutedEvent } from '#core/ports/change-log.ts';
import type { DirectedLane } from '../apply/batch-plan.ts';
import type { SideView } from './side-view.ts';

/**
 * Runs the code that stands on the sides which events come from, for the changes that a lane looks at;
 * `changeOf` has them from then on. Nothing is done where no code stands.
 */
export async function loadViews(
  events: readonly RoutedEvent[],
  lanesOf: (stream: string) => readonly DirectedLane[],
  isNew: (directed: DirectedLane, change: Change) => boolean,
): Promise<void> {
  const byView = new Map<SideView, Change[]>();
  for (const event of events) {
    if (event.kind !== 'change') continue;
    for (const directed of lanesOf(event.stream)) {
      const { view } = directed.runtime.lane[directed.from];
      if (!view || !isNew(directed, event)) continue;
      const changes = byView.get(view);
      if (changes) changes.push(event);
      else byView.set(view, [event]);
    }
  }
  await Promise.all([...byView].map(([view, changes]) => view.load(changes)));
}
