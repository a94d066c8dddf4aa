import { expect, test } from 'vitest';
import { verdictGroups } from './verdict-groups.ts';

test('counts are grouped by field and rule, and each says how often either side won', () => {
  const verdict = (left: string, rule: string, winner: 'left' | 'right' | 'merged', count: number) => ({
    left,
    rule,
    winner,
    by: 'rule' as const,
    count,
  });
  expect(
    verdictGroups([
      verdict('name', 'prefer', 'right', 96),
      verdict('tags', 'merge', 'merged', 200),
      verdict('name', 'prefer', 'left', 1204),
      verdict('name', 'newest', 'left', 5),
    ]),
  ).toEqual([
    {
      field: 'name',
      rule: 'prefer',
      by: 'rule',
      total: 1300,
      winners: [
        { winner: 'left', count: 1204 },
        { winner: 'right', count: 96 },
      ],
    },
    { field: 'tags', rule: 'merge', by: 'rule', total: 200, winners: [{ winner: 'merged', count: 200 }] },
    { field: 'name', rule: 'newest', by: 'rule', total: 5, winners: [{ winner: 'left', count: 5 }] },
  ]);
});
