import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyNaming, Naming } from './apply-naming.ts';
import { detectNaming } from './detect-naming.ts';
import { freeName } from './free-name.ts';

describe('a name in another convention', () => {
  test.each([
    ['account_owner', 'account_owner', 'accountOwner', 'AccountOwner'],
    ['OwnerId', 'owner_id', 'ownerId', 'OwnerId'],
    ['HTTPServerURL', 'http_server_url', 'httpServerUrl', 'HttpServerUrl'],
    ['line2Text', 'line2_text', 'line2Text', 'Line2Text'],
    ['unit price', 'unit_price', 'unitPrice', 'UnitPrice'],
    ['ÜberGröße', 'über_größe', 'überGröße', 'ÜberGröße'],
    ['people', 'people', 'people', 'People'],
  ])('%s', (name, snake, camel, pascal) => {
    expect(applyNaming(name, 'snake')).toBe(snake);
    expect(applyNaming(name, 'camel')).toBe(camel);
    expect(applyNaming(name, 'pascal')).toBe(pascal);
    expect(applyNaming(name, 'keep')).toBe(name);
  });

  test('is never empty, and finds its way from any convention to any other', () => {
    const naming = fc.constantFrom(...Naming.options);
    fc.assert(fc.property(fc.string({ minLength: 1 }), naming, (name, to) => applyNaming(name, to) !== ''));
    const words = fc.array(fc.stringMatching(/^[a-z]{2,6}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, naming, naming, (name, one, other) => {
        const snake = name.join('_');
        expect(applyNaming(applyNaming(snake, one), other)).toBe(
          applyNaming(other === 'keep' ? applyNaming(snake, one) : snake, other),
        );
      }),
    );
  });
});

test.each([
  [['id', 'account_owner', 'created_at', 'odd'], 'snake'],
  [['id', 'accountOwner', 'createdAt', 'one_other'], 'camel'],
  [['Id', 'Name', 'OwnerId'], 'pascal'],
  [['id', 'name'], 'keep'],
  [[], 'keep'],
] as const)('the convention of %j is %s', (names, naming) => {
  expect(detectNaming(names)).toBe(naming);
});

test('a name is cut to what the system takes, and numbered where it is taken', () => {
  const limits = { nameLimit: { unit: 'bytes', max: 8 }, foldsNames: false } as const;
  expect(freeName('ownerName', [], limits)).toBe('ownerNam');
  expect(freeName('größe_in', [], limits)).toBe('größe_');
  expect(freeName('ownerName', ['ownerNam'], limits)).toBe('ownerN_2');
  expect(freeName('Id', ['id'], limits)).toBe('Id');
  expect(freeName('Id', ['id'], { ...limits, foldsNames: true })).toBe('Id_2');
});
