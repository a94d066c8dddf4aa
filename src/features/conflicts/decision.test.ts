import { describe, expect, it } from 'vitest';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import { allOf, isDelete, missing, nothingChosen, openFields } from './decision.ts';

const field = (left: string, winner: 'left' | 'right' | 'held') => ({
  left,
  right: `r_${left}`,
  rule: 'hold',
  winner,
  why: '',
});

const conflict: ConflictAccount = {
  base: { email: 'a' },
  left: { email: 'b', city: 'x' },
  right: { r_email: 'c', r_city: 'y' },
  fields: [field('email', 'held'), field('city', 'left'), field('phone', 'held')],
};

describe('decision', () => {
  it('asks for the held fields alone', () => {
    expect(openFields(conflict).map((open) => open.left)).toEqual(['email', 'phone']);
    expect(missing(conflict, nothingChosen)).toBe(2);
    expect(missing(conflict, { fields: { email: 'left' }, record: null })).toBe(1);
    expect(allOf(conflict, 'right').fields).toEqual({ email: 'right', phone: 'right' });
    expect(missing(conflict, allOf(conflict, 'left'))).toBe(0);
  });

  it('asks for the whole record where a side deleted it', () => {
    const deleted = { ...conflict, right: null };
    expect(isDelete(deleted)).toBe(true);
    expect(missing(deleted, allOf(deleted, 'left'))).toBe(1);
    expect(missing(deleted, { fields: {}, record: 'keep' })).toBe(0);
  });
});
