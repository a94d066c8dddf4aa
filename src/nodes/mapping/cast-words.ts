import type { Direction } from '#core/flow/flow-graph.ts';
import { castRisk } from '#core/values/cast-risk.ts';
import type { CastKind } from '#core/values/cast-table.ts';
import { castKind } from '#core/values/cast-table.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { shortType } from './short-type.ts';

/** One way of a pair: its types, and what may happen to values on it. */
export type WayWords = {
  way: 'forward' | 'backward';
  /** e.g. `text → integer` */
  types: string;
  kind: CastKind;
  /** What may happen to a value, e.g. `digits after the 2nd decimal are lost`; null: nothing. */
  risk: string | null;
};

/** What each kind of cast does, in two words at most. */
export const castKindWords: Record<CastKind, string> = {
  identity: 'same type',
  exact: 'exact',
  widening: 'always fits',
  narrowing: 'may not fit',
  lossy: 'loses detail',
};

const order: readonly CastKind[] = ['identity', 'exact', 'widening', 'narrowing', 'lossy'];

/** The ways that a pair's values go, the riskier first. Ways without a cast are left out. */
export function castWords(left: Field, right: Field, direction: Direction): WayWords[] {
  const ways = direction === 'both' ? (['forward', 'backward'] as const) : [direction];
  return ways
    .flatMap((way): WayWords[] => {
      const [from, to] = way === 'forward' ? [left, right] : [right, left];
      const cast = castKind(from.type, to.type);
      if ('refused' in cast) return [];
      const types = `${shortType(from.nativeType)} → ${shortType(to.nativeType)}`;
      return [{ way, types, kind: cast.kind, risk: castRisk(from.type, to.type) }];
    })
    .toSorted((a, b) => order.indexOf(b.kind) - order.indexOf(a.kind));
}
