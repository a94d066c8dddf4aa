import { expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import { type CodeAnswer, type CodeQuestion, Unanswered } from './code-answers.ts';
import { decide } from './decide.ts';

const byCode = { rule: { kind: 'code' as const, node: 'm' } };
const lane = decideLane({
  fields: [decideField('id', { key: true }), decideField('a', byCode), decideField('b', byCode)],
});
/** Both sides changed `a` and `b`. */
const input = (answer?: (question: CodeQuestion) => CodeAnswer | undefined) =>
  decideInput({
    lane: { ...lane, answers: answer },
    left: { id: '1', a: 'left', b: 'x' },
    right: { id_r: '1', a_r: 'right', b_r: 'y' },
  });

test('[E4] code is asked about all of a record at once, with what both sides agreed on last', () => {
  const asked = (): unknown => {
    try {
      return decide(input(() => undefined));
    } catch (error) {
      return error instanceof Unanswered ? error.questions : error;
    }
  };
  expect(asked()).toEqual([
    { node: 'm', conflict: { field: 'a', base: 'a1', left: 'left', right: 'right' } },
    { node: 'm', conflict: { field: 'b', base: 'b1', left: 'x', right: 'y' } },
  ]);
});

test('[E4] what it answers stands on both sides, and the account says that code did it', () => {
  const answer = ({ conflict }: CodeQuestion): CodeAnswer => ({
    kind: 'value',
    value: `${conflict.left}+${conflict.right}`,
  });
  expect(decide(input(answer))).toMatchObject({
    kind: 'write',
    left: { set: { a: 'left+right', b: 'x+y' } },
    right: { set: { a_r: 'left+right', b_r: 'x+y' } },
    account: { fields: [{ winner: 'merged', rule: 'code' }, { winner: 'merged' }] },
  });
});

test('[E4] it may leave a field to a person, and then nothing of the record is written; so it is where code cannot be asked', () => {
  const answer = ({ conflict }: CodeQuestion): CodeAnswer =>
    conflict.field === 'a' ? { kind: 'hold' } : { kind: 'value', value: 'z' };
  expect(decide(input(answer)).kind).toBe('hold');
  expect(decide(input()).kind).toBe('hold');
});

test('[E9] where it fails, the record fails with the line', () => {
  const failure = { code: 'CODE_FAILED' as const, message: 'no such tag', module: null, line: 3, column: 1 };
  expect(() => decide(input(() => ({ kind: 'failed', failure })))).toThrow(/no such tag \(line 3 of m\)/);
});
