import { expect, test } from 'vitest';
import { placeAsked } from './record-view.ts';

test('a field with dots in its name is asked about whole', () => {
  expect(placeAsked('left.address.city')).toEqual({ side: 'left', field: 'address.city' });
  expect(placeAsked('right.email')).toEqual({ side: 'right', field: 'email' });
  for (const none of [null, '', 'email', 'left.', 'up.email']) expect(placeAsked(none)).toBeNull();
});
