import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import type { Lane, LaneEnd } from '#core/flow/lane.ts';
import { codeUses } from '#sandbox/check/code-uses.ts';

/** Lanes with what their code does with the fields that it is given, as a deploy leaves them; modules are not at hand. */
export function lanesWithUses(lanes: Lane[]): Lane[] {
  const end = (each: LaneEnd): LaneEnd => {
    if (!each.view) return each;
    const steps = each.view.steps.map((step) => {
      if (step.kind !== 'code') return step;
      const { nodeId: _, modules: __, ...program } = step.code;
      const uses = codeUses({ ...program, modules: [] }, libraryDeclarations);
      return { ...step, code: { ...step.code, title: `code "${step.code.nodeId}"`, uses } };
    });
    return { ...each, view: { ...each.view, steps } };
  };
  return lanes.map((lane) => ({ ...lane, left: end(lane.left), right: end(lane.right) }));
}
