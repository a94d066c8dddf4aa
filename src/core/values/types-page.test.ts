import { expect, test } from 'vitest';
import { typesPage } from './types-page.ts';

test('docs/types-and-casts.md is current (write it anew with `npx vitest run src/core/values -u`)', async () => {
  await expect(typesPage()).toMatchFileSnapshot('../../../docs/types-and-casts.md');
});
