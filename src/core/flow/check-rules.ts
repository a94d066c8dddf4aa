import { mergeKind } from '../conflict/merge-kind.ts';
import { describeType } from '../values/describe-type.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { ConflictNode, Rule } from './flow-graph.ts';
import type { Lane } from './lane.ts';
import type { ProblemList } from './problem-list.ts';

/** Checks that the lane's rules can be applied, and that rules per field name mapped fields. */
export function checkRules(
  lane: Lane,
  node: ConflictNode | null,
  problems: ProblemList,
  commitTimes: (connection: string) => boolean,
): void {
  const place = { nodeId: node?.id ?? lane.mappingNodeId };
  const timeless = [lane.left.connection, lane.right.connection].filter((name) => !commitTimes(name));
  const rules = [lane.rule, ...lane.fields.filter((field) => field.direction === 'both').map((f) => f.rule)];
  if (lane.direction === 'both' && timeless.length > 0 && rules.some(needsTime)) {
    problems.error(
      'RULE_UNSUPPORTED',
      place,
      `The rule compares times, and ${timeless.join(' and ')} does not say when a change was made.`,
      node
        ? undefined
        : 'Add a conflict node with a rule that needs no times: prefer a side, or hold for a person.',
    );
  }
  for (const rule of [lane.first.differ, ...Object.values(lane.first.fields ?? {})]) {
    if (!needsTime(rule)) continue;
    problems.error(
      'RULE_UNSUPPORTED',
      place,
      `Records that differ when the sides first meet have no known time of change, so "${rule.kind}" cannot decide.`,
      'Prefer a side there, or hold such records for a person.',
    );
  }
  checkMerges(lane, node, problems, place);
  for (const name of Object.keys({ ...node?.fields, ...node?.first.fields })) {
    if (lane.fields.some((field) => field.left === name)) continue;
    problems.warning(
      'FIELD_MISSING',
      place,
      `There is a rule for "${name}", but no pair of the mapping has that field on the left.`,
      'Remove the rule, or map the field.',
    );
  }
}

/** Only what goes both ways can be merged, and only if there is a meaning to it. */
function checkMerges(
  lane: Lane,
  node: ConflictNode | null,
  problems: ProblemList,
  place: { nodeId: string },
): void {
  if (lane.direction !== 'both') return;
  for (const field of lane.fields) {
    if (field.key || field.direction !== 'both') continue;
    if (field.parts || field.transform) {
      if (field.rule.kind === 'merge') refuseMergedSteps(field, problems, place);
      continue;
    }
    const types = { left: typeOf(lane, 'left', field.left), right: typeOf(lane, 'right', field.right) };
    if (!types.left || !types.right) continue;
    const kind = mergeKind(types.left, types.right);
    const named = `${field.left} (${describeType(types.left)}) and ${field.right} (${describeType(types.right)})`;
    if (field.rule.kind === 'merge' && kind === null) {
      const remedy =
        node && field.left in node.fields
          ? 'Choose another rule for the field'
          : 'Give the field a rule of its own';
      problems.error(
        'RULE_UNSUPPORTED',
        place,
        `${named} cannot be merged: only whole and decimal numbers, texts, and lists of one type can.`,
        `${remedy}: newest, oldest, prefer a side, or hold for a person.`,
      );
    }
    const first = lane.first.fields?.[field.left] ?? lane.first.differ;
    if (first.kind === 'merge' && kind !== 'union' && kind !== 'longest') {
      problems.error(
        'RULE_UNSUPPORTED',
        place,
        `When the sides first meet, ${named} cannot be merged: what either side added is not known.`,
        'Prefer a side there, or hold such records for a person.',
      );
    }
  }
}

function refuseMergedSteps(
  field: Lane['fields'][number],
  problems: ProblemList,
  place: { nodeId: string },
): void {
  problems.error(
    'RULE_UNSUPPORTED',
    place,
    `${field.left} and ${field.right} cannot be merged: their values go through steps.`,
    'Give the field a rule of its own: newest, oldest, prefer a side, or hold for a person.',
  );
}

function typeOf(lane: Lane, side: 'left' | 'right', name: string): NeutralType | undefined {
  return lane[side].stream.fields.find((field) => field.name === name)?.type;
}

function needsTime(rule: Rule): boolean {
  return rule.kind === 'newest' || rule.kind === 'oldest';
}
