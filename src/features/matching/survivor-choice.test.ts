import { expect, test } from 'vitest';
import { Rule } from '#core/flow/flow-graph.ts';
import { survivorChoice, survivorOptions, survivorRules } from './survivor-choice.ts';

test('every choice has a rule, which is known by the choice again', () => {
  for (const { value } of survivorOptions('crm', 'app')) {
    expect(survivorChoice(Rule.parse(survivorRules[value]))).toBe(value);
  }
});

test('a rule that needs times is none of the choices', () => {
  expect(survivorChoice({ kind: 'newest', tie: 'left' })).toBeNull();
});
