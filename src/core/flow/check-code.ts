import type { Side } from '../change/change-event.ts';
import type { CodeField } from '../code/code-field.ts';
import type { CodeShape } from '../code/code-shape.ts';
import { describeType } from '../values/describe-type.ts';
import { sameType } from '../values/same-type.ts';
import { writesTo } from './direction.ts';
import type { PathStep } from './find-paths.ts';
import type { CodeNode, Direction } from './flow-graph.ts';
import type { LaneEnd, ViewStep } from './lane.ts';
import { nodeTitle } from './node-title.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks the code on one side of a lane: that it is there, fits where it stands, and has a way back where one is needed. */
export function checkCode(
  end: LaneEnd,
  side: Side,
  steps: readonly PathStep[],
  direction: Direction,
  problems: ProblemList,
): void {
  for (const node of steps) {
    if (node.kind === 'filter') continue;
    const place = { nodeId: node.id };
    if (node.source.trim() === '') {
      problems.error(
        'CODE_INVALID',
        place,
        `${nodeTitle(node)} has no code yet.`,
        'Open it and write its function.',
      );
    }
    checkDeclared(end, node, problems);
    const step = end.view?.steps.find((each) => each.kind === 'code' && each.code.nodeId === node.id);
    if (step?.kind === 'code') checkWay(end, side, node, step, direction, problems);
  }
  checkSeveral(end, problems);
}

/** Which of a row's records there were is told by its old row alone. */
function checkSeveral({ stream, view, nodeId }: LaneEnd, problems: ProblemList): void {
  if (!view?.several || stream.beforeImage === 'full') return;
  const made = view.several.join(', ');
  problems.error(
    'BEFORE_IMAGE_PARTIAL',
    { nodeId },
    `Code makes several records of each of ${stream.name}, told apart by ${made}, and its log does not tell which there were before a change.`,
    `Let the log of ${stream.name} hold complete old rows (REPLICA IDENTITY FULL), or match by its own key alone.`,
  );
}

function checkWay(
  end: LaneEnd,
  side: Side,
  node: CodeNode,
  step: Extract<ViewStep, { kind: 'code' }>,
  direction: Direction,
  problems: ProblemList,
): void {
  const place = { nodeId: node.id };
  if (node.form !== 'filter' && !step.back && writesTo(direction, side)) {
    problems.error(
      'CODE_ONE_WAY',
      place,
      `${nodeTitle(node)} works away from ${end.stream.name}, and the mapping writes to ${end.stream.name}: nothing says what its records become on the way back.`,
    );
  }
  if (node.form === 'filter' && end.stream.beforeImage !== 'full') {
    problems.error(
      'BEFORE_IMAGE_PARTIAL',
      place,
      `The log of ${end.stream.name} does not tell whether the code let a changed record through before.`,
      `Let the log of ${end.stream.name} hold complete old rows (REPLICA IDENTITY FULL), or remove the node.`,
    );
  }
}

function checkDeclared(end: LaneEnd, node: CodeNode, problems: ProblemList): void {
  const place = { nodeId: node.id };
  const seen = new Set<string>();
  for (const { name, type } of node.fields ?? []) {
    if (name === '__proto__') {
      problems.error('CODE_INVALID', place, 'A field cannot be called "__proto__".', 'Give it another name.');
    }
    if (seen.has(name)) {
      problems.error(
        'CODE_INVALID',
        place,
        `The node declares the field ${name} twice.`,
        'Remove one of the two.',
      );
    }
    seen.add(name);
    const own = passed(end, node, name);
    if (own && !sameType(own.type, type)) {
      problems.error(
        'CODE_INVALID',
        place,
        `${name} finds the record, so it stays as it is: ${describeType(own.type)}, and the node declares ${describeType(type)}.`,
        `Remove ${name} from the node's fields, or give it the type that it has.`,
      );
    }
  }
}

/** The field of that name which the node is given and leaves as it is; undefined where there is none. */
function passed({ view }: LaneEnd, node: CodeNode, name: string): CodeField | undefined {
  const step = view?.steps.find((each) => each.kind === 'code' && each.code.nodeId === node.id);
  if (step?.kind !== 'code' || !(step.passing ?? view?.passing)?.includes(name)) return undefined;
  const { code, see } = step;
  return (see === 'backward' ? code.output : code.input).find((field) => field.name === name);
}

/** A node on several lanes has one set of types: what it is given must be the same on all of them. */
export function checkSharedCode(shapes: readonly CodeShape[], problems: ProblemList): CodeShape[] {
  const byNode = new Map<string, CodeShape>();
  for (const shape of shapes) {
    const first = byNode.get(shape.nodeId);
    if (!first) byNode.set(shape.nodeId, shape);
    else if (shape.side === null) byNode.set(shape.nodeId, withFieldsOf(first, shape));
    else if (JSON.stringify([first.input, first.output]) !== JSON.stringify([shape.input, shape.output])) {
      problems.error(
        'CODE_INVALID',
        { nodeId: shape.nodeId },
        'The code stands on paths whose records have different fields.',
        'Give each of the paths a code node of its own; what they share can be a module of the library.',
      );
    }
  }
  return [...byNode.values()];
}

/** A merge may be asked by several lanes, about the fields of all of them. */
function withFieldsOf(one: CodeShape, other: CodeShape): CodeShape {
  const more = other.input.filter(({ name }) => !one.input.some((field) => field.name === name));
  const input = [...one.input, ...more];
  return { ...one, input, output: input };
}
