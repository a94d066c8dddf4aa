import { expect, test } from 'vitest';
import { errorCodesPage } from './error-codes-page.ts';

test('docs/error-codes.md is current (write it anew with `npx vitest run src/core/errors -u`)', async () => {
  await expect(errorCodesPage()).toMatchFileSnapshot('../../../docs/error-codes.md');
});
