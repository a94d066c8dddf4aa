import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerLine } from '../ledger/ledger-line.ts';
import { causeOfLine, causeOfPending, causeText } from './issue-cause.ts';

type Told = Parameters<typeof causeOfLine>[0];

const told = (rest: Partial<Told>): Told => ({
  laneId: 'f:a-m-b',
  side: 'left',
  status: 'parked',
  code: 'UNIQUE_VIOLATION',
  conflict: null,
  cause: 'live',
  place: { to: 'right', field: null, constraint: 'email_key', node: null },
  ...rest,
});

const place = fc.record({
  to: fc.constantFrom('left' as const, 'right' as const),
  field: fc.option(fc.string()),
  constraint: fc.option(fc.string()),
  node: fc.option(fc.string()),
});

test('a parked record and its line have one cause, whatever side the line came from', () => {
  fc.assert(
    fc.property(place, fc.constantFrom('left' as const, 'right' as const), (at, side) => {
      const line = causeOfLine(told({ side, place: at }));
      const record = causeOfPending({
        laneId: 'f:a-m-b',
        state: 'parked',
        code: 'UNIQUE_VIOLATION',
        place: at,
      });
      expect(line).not.toBeNull();
      expect(causeText(line!)).toBe(causeText(record!));
    }),
  );
});

test('causes that differ in any part are told apart', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const texts = [one, other].map((at) => causeText(causeOfLine(told({ place: at }))!));
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(texts[0] === texts[1]).toBe(same);
    }),
  );
});

test.each<[string, Partial<Told>]>([
  ['what worked', { status: 'applied', code: null }],
  ['what is being looked at', { status: 'held', code: 'RECONCILING' }],
  ['what a rule leaves to a person', { status: 'held', code: 'CONFLICT_HELD' }],
  ['what a filter leaves out', { status: 'skipped', code: 'FILTERED' }],
  ['what an operation leaves as it is', { status: 'skipped', code: 'CHANGED_SINCE' }],
])('%s is no issue', (_, rest) => {
  expect(causeOfLine(told(rest))).toBeNull();
});

test('what a breaker stopped and a person discarded is one', () => {
  expect(causeOfLine(told({ status: 'skipped', code: 'BREAKER_DISCARDED', place: null }))).toMatchObject({
    code: 'BREAKER_DISCARDED',
    to: 'right',
  });
});

const verdict = { left: 'email', right: 'mail', why: '' };
const resolved = (fields: NonNullable<LedgerLine['conflict']>['fields']): Partial<Told> => ({
  status: 'resolved',
  code: 'CONFLICT_RESOLVED',
  place: null,
  cause: 'live',
  conflict: { base: null, left: null, right: null, fields },
});

test('one rule that decided is one cause, over whatever fields; a person’s decision is none', () => {
  const cause = causeOfLine(told(resolved([{ ...verdict, rule: 'prefer', winner: 'left' }])));
  expect(cause).toMatchObject({ kind: 'decision', rule: 'prefer', to: 'right', field: null });
  const more = causeOfLine(
    told(
      resolved([
        { ...verdict, rule: 'prefer', winner: 'left' },
        { ...verdict, left: 'phone', rule: 'prefer', winner: 'left' },
      ]),
    ),
  );
  expect(causeText(more!)).toBe(causeText(cause!));
  const person = resolved([{ ...verdict, rule: 'hold', winner: 'left', by: 'ana@x' }]);
  expect(causeOfLine(told(person))).toBeNull();
  expect(causeOfLine(told(resolved([{ ...verdict, rule: 'merge', winner: 'merged' }])))).toBeNull();
});

test('what a person decides again by a rule is no new issue', () => {
  const conflict = {
    ...{ base: null, left: { a: 'l' }, right: { a: 'r' } },
    fields: [{ left: 'a', right: 'a', rule: 'newest', winner: 'left' as const, why: '' }],
  };
  const decided = { status: 'resolved', code: 'CONFLICT_RESOLVED', conflict, place: null } as const;
  expect(causeOfLine(told(decided))).toMatchObject({ kind: 'decision', rule: 'newest' });
  expect(causeOfLine(told({ ...decided, cause: 're-decide' }))).toBeNull();
});
