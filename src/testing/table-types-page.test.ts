import { expect, test } from 'vitest';
import { tableTypesPage } from './table-types-page.ts';

test('docs/table-types.md is current (write it anew with `npx vitest run src/testing/table-types-page.test.ts -u`)', async () => {
  await expect(tableTypesPage()).toMatchFileSnapshot('../../docs/table-types.md');
});
