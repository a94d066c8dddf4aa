import { otherSide, type Side } from '../change/change-event.ts';
import type { Lane, LaneEnd, LaneField, LaneView, MappingStep } from './lane.ts';

/**
 * A lane as its mapping knows it: between the fields that the mapping pairs. The lane itself, unless code stands
 * behind the mapping (see `foldMapping`); then that code is not part of it.
 */
export function unfoldMapping(lane: Lane): Lane {
  for (const from of ['left', 'right'] as const) {
    const { view } = lane[from];
    const at = view?.steps.findIndex(({ kind }) => kind === 'mapping') ?? -1;
    const step = view?.steps[at];
    if (view && step?.kind === 'mapping') return unfolded(lane, from, view, { step, at });
  }
  return lane;
}

function unfolded(
  lane: Lane,
  from: Side,
  view: LaneView,
  { step, at }: { step: MappingStep; at: number },
): Lane {
  const to = otherSide(from);
  const { view: _, stream, ...rest } = lane[from];
  const seen: LaneEnd = { ...rest, stream: { ...view.own, key: stream.key, fields: step.given } };
  if (at > 0) seen.view = { ...view, steps: view.steps.slice(0, at) };
  const target = lane[to].stream;
  const known = new Map([...target.fields, ...step.made].map((field) => [field.name, field]));
  const own = (pair: { left: string; right: string }) => (field: LaneField) =>
    field.left === pair.left && field.right === pair.right;
  const aside = lane.fields.filter((field) => field.through !== undefined);
  const pairs = step.pairs.map(
    (pair): LaneField => ({
      ...pair,
      rule: lane.fields.find(own(pair))?.rule ?? lane.rule,
    }),
  );
  return {
    ...lane,
    [from]: seen,
    [to]: { ...lane[to], stream: { ...target, fields: [...known.values()] } },
    fields: [...aside.filter(({ key }) => key), ...pairs, ...aside.filter(({ key }) => !key)],
  };
}
