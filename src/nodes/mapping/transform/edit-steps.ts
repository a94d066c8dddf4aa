import type { Side } from '#core/change/change-event.ts';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import type { Transform } from '#core/transform/transform.ts';

/** A way of a pair: `forward` is to the right. */
export type Way = 'forward' | 'backward';

/** The steps of a way, as they are given; undefined where it has none of its own. */
export function stepsOf(pair: FieldPair, way: Way): readonly Transform[] | undefined {
  return pair.transform?.[way];
}

/** Gives a way these steps; undefined lets it be the other one backward, or the plain cast. Works on a draft. */
export function setSteps(pair: FieldPair, way: Way, steps: readonly Transform[] | undefined): void {
  const transform = { ...pair.transform };
  if (steps === undefined) delete transform[way];
  else transform[way] = [...steps];
  // Neither way has steps: an empty list says no more than none.
  const plain = [transform.forward, transform.backward].every((each) => (each?.length ?? 0) === 0);
  if (plain) delete pair.transform;
  else pair.transform = transform;
}

export function addStep(pair: FieldPair, way: Way, step: Transform): void {
  setSteps(pair, way, [...(stepsOf(pair, way) ?? []), step]);
}

export function changeStep(pair: FieldPair, way: Way, at: number, step: Transform): void {
  setSteps(
    pair,
    way,
    (stepsOf(pair, way) ?? []).map((each, index) => (index === at ? step : each)),
  );
}

/** Takes a step away; the last one leaves the way to the other one's steps, or to the plain cast. */
export function removeStep(pair: FieldPair, way: Way, at: number): void {
  const rest = (stepsOf(pair, way) ?? []).filter((_, index) => index !== at);
  setSteps(pair, way, rest.length === 0 ? undefined : rest);
}

/** Moves a step up (-1) or down (1). */
export function moveStep(pair: FieldPair, way: Way, at: number, by: -1 | 1): void {
  const steps = [...(stepsOf(pair, way) ?? [])];
  const [step] = steps.splice(at, 1);
  if (!step) return;
  steps.splice(Math.max(0, at + by), 0, step);
  setSteps(pair, way, steps);
}

/** Gives a pair further fields on a side; none of them drops the list. Works on a draft. */
export function setFurtherFields(pair: FieldPair, side: Side, names: readonly string[]): void {
  const also = { ...pair.also };
  if (names.length === 0) delete also[side];
  else also[side] = [...names];
  if (also.left || also.right) pair.also = also;
  else delete pair.also;
}
