/**
 * Places of values that stand alone between empty ones, where a line has nothing to join; null where there are none.
 *
 * @param values one per place; null or undefined where there is none.
 */
export function isolatedPoints(values: ArrayLike<number | null | undefined>): number[] | null {
  const alone: number[] = [];
  for (let at = 0; at < values.length; at += 1) {
    if (isEmpty(values[at])) continue;
    if (isEmpty(values[at - 1]) && isEmpty(values[at + 1])) alone.push(at);
  }
  return alone.length > 0 ? alone : null;
}

function isEmpty(value: number | null | undefined): boolean {
  return value === null || value === undefined;
}
