/** How many lines of a lane one step of a walk looks at: the first as many as `least`, none more than `most`. */
export type Steps = { least: number; most: number };

/** Of the time that is left, what a step should take: on a machine that gets busy meanwhile it takes twice as long. */
const SHARE = 0.5;

/**
 * How many lines the next step looks at, where lines go on taking as long as those of the last one did: on a busy
 * machine fewer. Null where not even the least is done in the time that is left.
 *
 * @param last lines of the last step, and the milliseconds that it took
 * @param left milliseconds
 */
export function nextStep(
  { least, most }: Steps,
  last: { lines: number; took: number },
  left: number,
): number | null {
  const fits = Math.floor((last.lines * left * SHARE) / last.took);
  return fits < least ? null : Math.min(last.lines * 4, most, fits);
}
