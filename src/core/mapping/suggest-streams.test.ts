import { expect, test } from 'vitest';
import type { StreamSide } from './stream-side.ts';
import { suggestStreams } from './suggest-streams.ts';

const side = (name: string, ...fields: string[]): StreamSide => ({
  name,
  fields: fields.map((each) => ({ name: each })),
});

test('streams find each other by their names, or else by what their fields mean', () => {
  const left = [
    side('public.companies', 'id', 'name', 'website', 'industry'),
    side('public.t_417', 'id', 'first_name', 'last_name', 'email', 'zip'),
    side('public.audit', 'id', 'at', 'what'),
  ];
  const right = [
    side('app.people', 'id', 'given_name', 'surname', 'mail', 'postal_code'),
    side('app.organisation', 'id', 'title', 'url'),
  ];
  const found = suggestStreams(left, right);
  expect(found.map((each) => [each.left, each.right])).toEqual([
    ['public.companies', 'app.organisation'],
    ['public.t_417', 'app.people'],
  ]);
  expect(found.map(({ reason }) => reason)).toEqual([
    'the names mean the same; 1 field means the same',
    '5 fields mean the same',
  ]);
});

test('where there is nothing on one side, nothing is suggested', () => {
  expect(suggestStreams([], [side('a', 'id')])).toEqual([]);
  expect(suggestStreams([side('a', 'id')], [])).toEqual([]);
});
