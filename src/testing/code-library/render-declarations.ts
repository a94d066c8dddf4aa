import type { LibraryPart, libraryProgram } from './library-program.ts';

/** The module that has the declarations of `syncline` as a text, for the editor and the check. */
export function renderDeclarations({ parts }: ReturnType<typeof libraryProgram>): string {
  const declared = `declare module 'syncline' {\n${parts.map(partText).join('\n\n')}\n}\n`;
  const escaped = declared.replace(/[\\`]|\$\{/g, '\\$&');
  return `// Written by src/core/code/library-declarations.test.ts (vitest -u) from the sources in ../library.
export const libraryDeclarations = \`${escaped}\`;
`;
}

function partText({ name, about, declarations, namespace }: LibraryPart): string {
  if (!namespace) return indented(declarations, 1);
  const comment = `/**\n${about
    .split('\n')
    .map((line) => ` * ${line}\n`)
    .join('')} */`;
  return `${indented(comment, 1)}\n  export namespace ${name} {\n${indented(declarations, 2)}\n  }`;
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, '  '.repeat(by));
}
