import { describe } from 'vitest';
import { describeFiveMeetings, meetingRules } from '#testing/engine/five-meetings.ts';
import { postgresPair } from '#testing/fuzz/pair.ts';
import { allPairs, nameOf } from '#testing/systems/test-systems.ts';

/** A lane for every rule, and for every rule for deletes; all together are PostgreSQL's with itself. */
const deletes = ['update', 'delete', 'hold'] as const;
const lanes = Object.keys(meetingRules).map((rule, place) => ({
  rule,
  deletes: deletes[place % 3] ?? 'update',
  table: rule.replace(' ', '_'),
}));

const pairs = allPairs.map((pair) => ({ pair, name: nameOf(pair) }));

// MariaDB tells of a commit's second alone.
describe.each(pairs.filter(({ name }) => name !== nameOf(postgresPair)))('$name', ({ pair }) => {
  describeFiveMeetings({ pair, lanes, apart: 3_500 });
});
