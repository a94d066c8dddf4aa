import { changed, compare, type FlowChange } from './flow-change.ts';
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
    ...(before.source === after.source
      ? []
      : [changed(at('source'), linesOf(before), linesOf(after), `Changes the code of ${title}.`)]),
    ...compare(
      at('fields'),
      fieldsOf(before),
      fieldsOf(after),
      after.fields
        ? `${title} makes ${fieldsOf(after)}.`
        : `${title} makes the fields of the records that it is given.`,
    ),
    ...compare(at('leave'), before.leave, after.leave, `At ${title}, ${leaves[after.leave]}.`),
    ...compare(
      at('cases'),
      casesOf(before),
      casesOf(after),
      `${title} is tested by ${casesOf(after) ?? 'no case'}.`,
    ),
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

function linesOf({ source }: CodeNode): string {
  const count = source.split('\n').length;
  return count === 1 ? '1 line' : `${count} lines`;
}

function fieldsOf({ fields }: CodeNode): string | undefined {
  return fields?.map(({ name, type }) => `${name} ${type.kind}`).join(', ');
}

function casesOf({ cases = [] }: CodeNode): string | undefined {
  return cases.length === 0 ? undefined : cases.map(({ name }) => `"${name}"`).join(', ');
}
