/** Room beside the last label when it is short, CSS pixels. */
const LEAST = 18;

/**
 * The room that a chart needs beyond the end of its x axis so that no label is cut off: each stands in the middle of its
 * place, the last one as near to the end as it likes. CSS pixels.
 *
 * @param labels that may be the last one
 * @param measure the width of a text in the axis's font, CSS pixels
 */
export function labelRoom(labels: readonly string[], measure: (text: string) => number): number {
  return Math.ceil(labels.reduce((room, label) => Math.max(room, measure(label) / 2 + 2), LEAST));
}
