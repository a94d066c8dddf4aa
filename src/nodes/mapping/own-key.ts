import type { Side } from '#core/change/change-event.ts';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { MappingSides } from './mapping-sides.ts';

/** The field that is a side's own key, where each side makes its own. */
export function ownKeyOf({ link }: MappingNode, sides: MappingSides, side: Side): string | undefined {
  if (!link) return undefined;
  const key = sides[side].schema?.key ?? [];
  return link[side] ?? (key.length === 1 ? key[0] : undefined);
}
