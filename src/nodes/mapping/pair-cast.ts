import type { Direction } from '#core/flow/flow-graph.ts';
import { fieldCast } from '#core/values/cast.ts';
import type { CastKind } from '#core/values/cast-table.ts';
import type { Field } from '#core/values/stream-schema.ts';

/** What happens to the values of a field pair on their way. */
export type PairCast =
  | { kind: CastKind; direction: Direction }
  /** No direction is possible, and why. */
  | { refused: string };

const order: CastKind[] = ['identity', 'exact', 'widening', 'narrowing', 'lossy'];

function oneWay(from: Field, to: Field): { kind: CastKind } | { refused: string } {
  if (to.readOnly) return { refused: `${to.name} cannot be written: its system fills it in.` };
  const cast = fieldCast(from, to);
  return 'refused' in cast ? cast : { kind: cast.kind };
}

/**
 * The cast between two fields over the wanted direction. Where only one way is possible, `direction`
 * is narrowed to it; where none is, the reason comes back.
 */
export function pairCast(left: Field, right: Field, wanted: Direction): PairCast {
  const forward = wanted === 'backward' ? null : oneWay(left, right);
  const backward = wanted === 'forward' ? null : oneWay(right, left);
  const kinds = [forward, backward].flatMap((cast) => (cast && 'kind' in cast ? [cast.kind] : []));
  const kind = order.findLast((each) => kinds.includes(each));
  if (!kind) {
    const refusal = [forward, backward].find((cast) => cast && 'refused' in cast);
    return { refused: refusal && 'refused' in refusal ? refusal.refused : 'There is no cast.' };
  }
  const forwardWorks = forward !== null && 'kind' in forward;
  const backwardWorks = backward !== null && 'kind' in backward;
  return { kind, direction: forwardWorks ? (backwardWorks ? 'both' : 'forward') : 'backward' };
}
