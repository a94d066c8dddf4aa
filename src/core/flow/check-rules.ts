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
  if (needsTime(lane.first.differ)) {
    problems.error(
      'RULE_UNSUPPORTED',
      place,
      `Records that differ when the sides first meet have no known time of change, so "${lane.first.differ.kind}" cannot decide.`,
      'Prefer a side there, or hold such records for a person.',
    );
  }
  for (const name of Object.keys(node?.fields ?? {})) {
    if (lane.fields.some((field) => field.left === name)) continue;
    problems.warning(
      'FIELD_MISSING',
      place,
      `There is a rule for "${name}", but no pair of the mapping has that field on the left.`,
      'Remove the rule, or map the field.',
    );
  }
}

function needsTime(rule: Rule): boolean {
  return rule.kind === 'newest' || rule.kind === 'oldest';
}
