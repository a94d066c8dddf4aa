import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceIncident, type IncidentStep, type OpenIncident } from './advance-incident.ts';

const rule = { forSeconds: 60, clearSeconds: 30, remindMinutes: null as number | null };
const second = 1_000_000;
type Seen = 'breached' | 'between' | 'well' | null;

/** Looks once a given second, and tells what happened. */
function follow(looks: [second: number, seen: Seen][], timing = rule, muted = false): string[] {
  let incident: OpenIncident | null = null;
  return looks.map(([at, seen]) => {
    const step: IncidentStep = advanceIncident(incident, seen, timing, at * second, muted);
    incident = 'incident' in step ? step.incident : null;
    return step.kind;
  });
}

test('it fires once the condition has held for its time, and resolves once it has been well for its time', () => {
  const looks: [number, Seen][] = [
    [0, 'well'],
    [10, 'breached'],
    [60, 'breached'],
    [70, 'breached'],
    [80, 'breached'],
    [90, 'well'],
    [110, 'breached'],
    [120, 'well'],
    [149, 'well'],
    [150, 'well'],
    [160, 'well'],
  ];
  expect(follow(looks)).toEqual([
    'none', 'keep', 'keep', 'fire', 'keep', 'keep', 'keep', 'keep', 'keep', 'resolve', 'none',
  ]); // biome-ignore format: one word for each look
});

test('what was well before its time is dropped untold, and a thing that is gone is well', () => {
  expect(
    follow([
      [0, 'breached'],
      [50, null],
      [60, 'breached'],
    ]),
  ).toEqual(['keep', 'drop', 'keep']);
});

test('between threshold and clearing a firing one goes on, and none begins', () => {
  const now = { ...rule, forSeconds: 0, clearSeconds: 0 };
  expect(
    follow(
      [
        [0, 'between'],
        [1, 'breached'],
        [2, 'between'],
        [3, 'well'],
      ],
      now,
    ),
  ).toEqual(['none', 'fire', 'keep', 'resolve']);
});

test('it is told again at its interval, unless it was acknowledged; what was muted is told when it is no more', () => {
  const often = { forSeconds: 0, clearSeconds: 0, remindMinutes: 10 };
  expect(
    follow(
      [
        [0, 'breached'],
        [599, 'breached'],
        [600, 'breached'],
        [601, 'breached'],
      ],
      often,
    ),
  ).toEqual(['fire', 'keep', 'remind', 'keep']);
  const fired: OpenIncident = {
    state: 'firing',
    since: 0,
    wellSince: null,
    toldAt: 0,
    acknowledged: true,
  };
  expect(advanceIncident(fired, 'breached', often, 9_000 * second, false).kind).toBe('keep');
  const muted = advanceIncident(null, 'breached', often, 5, true);
  expect(muted).toMatchObject({ kind: 'fire', incident: { toldAt: null } });
  if (muted.kind !== 'fire') throw new Error('it fires');
  expect(advanceIncident(muted.incident, 'breached', rule, 6, true).kind).toBe('keep');
  expect(advanceIncident(muted.incident, 'breached', rule, 7, false)).toMatchObject({
    kind: 'remind',
    incident: { toldAt: 7 },
  });
});

test('a clock that is set back keeps nobody waiting until it has caught up', () => {
  const often = { forSeconds: 60, clearSeconds: 30, remindMinutes: 10 };
  const looks: [number, Seen][] = [
    [10_000, 'breached'],
    [6_400, 'breached'],
    [6_460, 'breached'],
    [2_800, 'breached'],
    [3_400, 'breached'],
    [3_410, 'well'],
    [0, 'well'],
    [30, 'well'],
  ];
  expect(follow(looks, often)).toEqual([
    'keep', 'keep', 'fire', 'keep', 'remind', 'keep', 'keep', 'resolve',
  ]); // biome-ignore format: one word for each look
});

test('however things go, it fires and resolves in turn, and fires only while the condition holds', () => {
  const look = fc.tuple(
    fc.integer({ min: 1, max: 50 }),
    fc.constantFrom<Seen>('breached', 'between', 'well', null),
  );
  fc.assert(
    fc.property(fc.array(look, { maxLength: 60 }), (steps) => {
      let at = 0;
      const looks = steps.map(([later, seen]): [number, Seen] => {
        at += later;
        return [at, seen];
      });
      const told = follow(looks);
      const turns = told.filter((kind) => kind === 'fire' || kind === 'resolve');
      expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? 'fire' : 'resolve')));
      told.forEach((kind, index) => {
        if (kind === 'fire') expect(looks[index]?.[1]).toBe('breached');
      });
    }),
  );
});
