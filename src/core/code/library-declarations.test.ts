import { expect, test } from 'vitest';
import { libraryProgram } from '#testing/code-library/library-program.ts';
import { renderDeclarations } from '#testing/code-library/render-declarations.ts';

const program = libraryProgram();

test('what the editor and the check know of the library is what its sources say', async () => {
  await expect(renderDeclarations(program)).toMatchFileSnapshot('./generated/library-declarations.ts');
});
