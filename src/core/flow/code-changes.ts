import type { CaseResult, CodeCase } from '../code/code-case.ts';
import { describeType } from '../values/describe-type.ts';
import { describeLines } from './diff-lines.ts';
import { compare, compareLines, type FlowChange } from './flow-change.ts';
import type { CodeNode } from './flow-graph.ts';
import { nodeTitle } from './node-title.ts';

const leaves = {
  keep: 'the other side keeps records that the code lets through no more',
  delete: 'records that the code lets through no more are deleted on the other side',
};

/** What changes from one code node to another: its form, code, fields and tests, and whether its laws are held to. */
export function codeChanges(before: CodeNode, after: CodeNode): FlowChange[] {
  const title = nodeTitle(after);
  const at = (part: string) => `${after.id} › ${part}`;
  const [old, reason] = [before.lawless?.reason, after.lawless?.reason];
  return [
    ...compare(
      at('form'),
      before.form,
      after.form,
      `${title} is a ${after.form} instead of a ${before.form}.`,
    ),
    ...compareLines(
      at('source'),
      before.source,
      after.source,
      `Changes the code of ${title}: ${describeLines(before.source, after.source)}.`,
    ),
    ...compare(
      at('fields'),
      fieldsOf(before),
      fieldsOf(after),
      after.fields
        ? `${title} makes ${fieldsOf(after)}.`
        : `${title} makes the fields of the records that it is given.`,
    ),
    ...moduleChanges(before, after),
    ...compare(at('leave'), before.leave, after.leave, `At ${title}, ${leaves[after.leave]}.`),
    ...caseChanges(before, after),
    ...compare(
      at('laws'),
      old,
      reason,
      reason === undefined
        ? `The functions of ${title} must undo each other again.`
        : `The functions of ${title} need not undo each other: ${reason}`,
    ),
  ];
}

/** Which versions of shared modules the code is pinned to. */
function moduleChanges(before: CodeNode, after: CodeNode): FlowChange[] {
  const [old, now] = [
    new Map(Object.entries(before.modules ?? {})),
    new Map(Object.entries(after.modules ?? {})),
  ];
  const words = (version: number | undefined) => (version === undefined ? undefined : `version ${version}`);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    const [was, is] = [words(old.get(name)), words(now.get(name))];
    const sentence = is
      ? `${nodeTitle(after)} uses ${is} of library/${name}${was ? ` instead of ${was}` : ''}.`
      : `${nodeTitle(after)} does not use library/${name} any more.`;
    return compare(`${after.id} › library/${name}`, was, is, sentence);
  });
}

function fieldsOf({ fields }: CodeNode): string | undefined {
  const words = fields?.map(
    ({ name, type, nullable }) => `${name} ${describeType(type)}${nullable ? '' : ' not empty'}`,
  );
  return words?.join(', ');
}

function caseChanges(before: CodeNode, after: CodeNode): FlowChange[] {
  const byName = ({ cases = [] }: CodeNode) =>
    new Map(cases.map((each) => [`${each.entry} › ${each.name}`, each]));
  const [old, now] = [byName(before), byName(after)];
  const words = (each: CodeCase | undefined) =>
    each && `${JSON.stringify(each.input)} → ${describeExpected(each.expect)}`;
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const verb = !was ? 'Adds' : is ? 'Changes' : 'Removes';
    const sentence = `${verb} the case "${(is ?? was)?.name}" of ${nodeTitle(after)}.`;
    return compare(`${after.id} › case › ${key}`, words(was), words(is), sentence);
  });
}

function describeExpected(expected: CaseResult): string {
  if (expected.kind === 'records') return JSON.stringify(expected.rows);
  if (expected.kind === 'keep') return expected.keep ? 'kept' : 'left out';
  if (expected.kind === 'value') return JSON.stringify(expected.value);
  return expected.kind === 'hold' ? 'a person decides' : `fails with ${JSON.stringify(expected.message)}`;
}
