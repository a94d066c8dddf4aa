import type { LaneRuntime } from '../lane-runtime.ts';

/** Records that wait for a link are looked at as soon as one is made that they may wait for. */
export function wakeDependants(runtimes: LaneRuntime[]): void {
  for (const { lane, links } of runtimes) {
    const maker = links.get(lane.plan.id);
    if (!maker) continue;
    const waiting = runtimes.filter(
      (each) =>
        each.lane.plan.id === lane.plan.id ||
        each.lane.references.some((reference) => reference.lane === lane.plan.id),
    );
    maker.onLinked = () => {
      for (const { open } of waiting)
        open.retry(({ code }) => code === 'LINK_MISSING' || code === 'LINK_AMBIGUOUS');
    };
  }
}
