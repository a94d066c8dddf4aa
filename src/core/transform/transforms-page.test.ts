import { expect, test } from 'vitest';
import { chainOf } from '#testing/step-fixtures.ts';
import { allowedFunctions } from '../expression/check-shape.ts';
import { functionMeanings } from '../expression/function-meanings.ts';
import { kindMeanings } from './kind-meanings.ts';
import { Transform } from './transform.ts';
import { transformsPage } from './transforms-page.ts';

test('docs/transforms.md is current (write it anew with `npx vitest run src/core/transform -u`)', async () => {
  await expect(transformsPage()).toMatchFileSnapshot('../../../docs/transforms.md');
});

test.each(Object.entries(kindMeanings))(
  'the example of %s is one, and does what the page says',
  (kind, meaning) => {
    expect(Transform.parse(meaning.example)).toEqual(meaning.example);
    expect(meaning.example.kind).toBe(kind);
    const given = kind === 'join' ? { kind: 'array' as const, of: { kind: 'text' as const } } : meaning.given;
    const chain = chainOf([meaning.example], given);
    expect(chain.convert(meaning.shows[0])).toBe(meaning.shows[1]);
    expect('none' in chain.back).toBe(meaning.back.startsWith('nothing'));
  },
);

test('the page names every function of the language', () => {
  const named = Object.keys(functionMeanings).join(' ');
  for (const name of allowedFunctions) expect(named).toContain(`${name}(`);
});
