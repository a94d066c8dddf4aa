import { expect, test } from 'vitest';
import { describeMoves, type FilterMoves } from './filter-moves.ts';

const moves = (more: Partial<FilterMoves>): string =>
  describeMoves({
    nodeId: 'map',
    side: 'left',
    stream: 'public.contacts',
    other: 'public.people',
    enter: 0,
    leave: { keep: 0, delete: 0 },
    looked: 2000,
    all: true,
    ...more,
  });

test('what enters and leaves is told as a sentence, an estimate as one', () => {
  expect(moves({})).toBe('Of the records of public.contacts, none enters or leaves.');
  expect(moves({ enter: 37, leave: { keep: 0, delete: 1284 } })).toBe(
    'Of the records of public.contacts, 1,284 leave and are deleted in public.people, 37 enter.',
  );
  expect(moves({ leave: { keep: 5, delete: 0 }, all: false })).toBe(
    'Of the records of public.contacts, about 5 leave and stay as they are in public.people (estimated from 2,000 of them).',
  );
});
