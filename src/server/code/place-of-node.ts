import type { Side } from '#core/change/change-event.ts';
import type { Lane, LaneEnd, ViewStep } from '#core/flow/lane.ts';

type CodeStep = Extract<ViewStep, { kind: 'code' }>;

/** Where a code node stands on a lane. */
export type NodePlace = {
  lane: Lane;
  side: Side;
  end: LaneEnd;
  step: CodeStep;
  /** Between the endpoint and the node, from there. */
  before: ViewStep[];
  /** Between the node and the mapping, from the node. */
  behind: ViewStep[];
  /** The stream as its system has it. */
  own: LaneEnd['stream'];
};

/** Every place of a code node on the lanes of its flow; none for one that decides conflicts. */
export function placesOfNode(lanes: readonly Lane[], nodeId: string): NodePlace[] {
  return lanes.flatMap((lane) =>
    (['left', 'right'] as const).flatMap((side): NodePlace[] => {
      const end = lane[side];
      const steps = end.view?.steps ?? [];
      const at = steps.findIndex((each) => each.kind === 'code' && each.code.nodeId === nodeId);
      const step = steps[at];
      if (step?.kind !== 'code' || !end.view) return [];
      const { own } = end.view;
      return [{ lane, side, end, step, before: steps.slice(0, at), behind: steps.slice(at + 1), own }];
    }),
  );
}
