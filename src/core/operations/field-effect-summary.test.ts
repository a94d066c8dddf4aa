import { expect, test } from 'vitest';
import type { FieldEffectCount } from './field-effect.ts';
import { summarizeEffects } from './field-effect-summary.ts';

const effect = (field: string, kind: FieldEffectCount['effect'], records: number, by: string | null = null) =>
  ({ field, was: 'left', now: kind === 'held' ? 'held' : 'right', effect: kind, by, records }) as const;

test('effects are added up field by field, with who touched what', () => {
  const effects = [
    effect('name', 'changes', 2),
    effect('email', 'changes', 30),
    effect('email', 'same', 4),
    effect('email', 'touched', 2, 'right'),
    effect('email', 'touched', 3, 'Ana'),
    effect('email', 'beside', 1),
    effect('email', 'held', 5),
  ];
  expect(summarizeEffects(effects)).toEqual([
    {
      field: 'email',
      records: 45,
      counts: { changes: 30, same: 4, held: 5, touched: 5, beside: 1 },
      turns: [
        { was: 'left', now: 'right', records: 30 },
        { was: 'left', now: 'held', records: 5 },
      ],
      touchedBy: [
        { by: 'Ana', records: 3 },
        { by: 'right', records: 2 },
      ],
    },
    expect.objectContaining({ field: 'name', records: 2, touchedBy: [] }),
  ]);
});
