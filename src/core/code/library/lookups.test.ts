import { expect, test } from 'vitest';
import * as email from './email.ts';
import { hold } from './hold.ts';
import * as phone from './phone.ts';
import * as table from './table.ts';
import * as text from './text.ts';

test('null stays null, and what does not fit says so', () => {
  expect(text.trim(null)).toBeNull();
  expect(email.normalise(null)).toBeNull();
  expect(phone.e164(null, 'DE')).toBeNull();
  expect(() => email.normalise('ada')).toThrow('"ada" is no e-mail address: it is not an e-mail address.');
  expect(() => phone.e164('030 123456')).toThrow('with its country (+49 …)');
  expect(() => phone.e164('1', 'XX')).toThrow('No country has the code XX.');
  expect(phone.valid('nobody')).toBe(false);
  expect(email.domain('ada')).toBeNull();
});

test('a table gives what is its own alone', () => {
  const countries = { DE: 'Germany', none: null };
  expect(table.find(countries, 'DE', 'x')).toBe('Germany');
  expect(table.find(countries, 'constructor')).toBeNull();
  expect(table.find(countries, 'none', 'x')).toBe('x');
  expect(table.find(countries, null)).toBeNull();
  expect(() => table.require(countries, 'FR')).toThrow('The table has nothing for "FR".');
});

test('what holds a conflict is one for all', () => {
  expect(hold).toBe(Symbol.for('syncline.hold'));
});
