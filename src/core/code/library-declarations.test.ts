import { join } from 'node:path';
import { expect, test } from 'vitest';
import { libraryProgram } from '#testing/code-library/library-program.ts';
import { renderDeclarations } from '#testing/code-library/render-declarations.ts';
import { renderPage } from '#testing/code-library/render-page.ts';

const program = libraryProgram();

test('what the editor and the check know of the library is what its sources say', async () => {
  await expect(renderDeclarations(program)).toMatchFileSnapshot('./generated/library-declarations.ts');
});

test('docs/code-library.md tells what its sources say', async () => {
  const page = join(import.meta.dirname, '../../../docs/code-library.md');
  await expect(renderPage(program)).toMatchFileSnapshot(page);
});
