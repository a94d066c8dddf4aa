import { expect, test } from 'vitest';
import { fieldOf } from '#testing/value-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { lostInputs } from './review-end.ts';

const stream = (types: Record<string, NeutralType>): StreamSchema => ({
  name: 'public.contacts',
  fields: Object.entries(types).map(([name, type]) => fieldOf(type, { name })),
  key: ['id'],
  uniques: [],
  references: [],
  rowEstimate: null,
  beforeImage: 'full',
});

test('[E15] code lost what is gone or of another type, and nothing that the store only spells in another order', () => {
  const now = stream({
    id: { kind: 'int32' },
    country: { kind: 'text', max: 2 },
    price: { kind: 'decimal', precision: 10, scale: 2 },
  });
  const view = (own: StreamSchema) => ({ own, steps: [], passing: ['id'] });
  const stored = stream({
    id: { kind: 'int32' },
    country: { max: 2, kind: 'text' },
    price: { kind: 'decimal', scale: 2, precision: 10 },
  });
  expect(lostInputs(view(stored), now)).toEqual([]);
  const other = stream({ id: { kind: 'int32' }, country: { kind: 'text', max: 3 }, gone: { kind: 'text' } });
  expect(lostInputs(view(other), now)).toEqual(['country', 'gone']);
});
