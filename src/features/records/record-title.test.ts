import { describe, expect, it } from 'vitest';
import { keyText, recordTitle } from './record-title.ts';

describe('recordTitle', () => {
  it('takes a whole name before its parts, and a name before an address', () => {
    expect(recordTitle({ email: 'a@b.c', first_name: 'Ada', last_name: 'Byron' })).toBe('Ada Byron');
    expect(recordTitle({ First_Name: 'Ada', name: 'Ada, Countess' })).toBe('Ada, Countess');
    expect(recordTitle({ id: '1', email_address: 'a@b.c' })).toBe('a@b.c');
  });

  it('looks at the next row where one says nothing', () => {
    expect(recordTitle(null, { id: '1' }, { title: 'Deal' })).toBe('Deal');
    expect(recordTitle({ id: '1', name: null })).toBeNull();
  });
});

describe('keyText', () => {
  it('joins the parts of a key and leaves other texts alone', () => {
    expect(keyText('["42"]')).toBe('42');
    expect(keyText('["42",null]')).toBe('42 / null');
    expect(keyText('[]')).toBe('many records');
    expect(keyText('not json')).toBe('not json');
  });
});
