import ts from '@typescript/typescript6';
import type { LibraryPart, libraryProgram } from './library-program.ts';

/** The page about the standard library, from its comments. */
export function renderPage({ parts }: ReturnType<typeof libraryProgram>): string {
  return `# The standard library of code

Code of code nodes and shared modules imports it by the name \`syncline\`:

\`\`\`ts
import { decimal, text, time } from 'syncline';
\`\`\`

It is pure: it reads no clock, rolls no dice and reaches nothing outside, so that a record that is tried again, replayed
or verified comes to the same as before. What cannot be done throws an error: the record fails with it and waits, and
its line tells the line of the code. [code-nodes.md](code-nodes.md) is about the nodes themselves.

This page is written from the sources (\`src/core/code/library\`) by a test, as are the declarations that the editor
knows. What an example comes to is tried by another one.

${parts.map(partText).join('\n\n')}
`;
}

function partText(part: LibraryPart): string {
  const members = part.source.statements.flatMap((statement) => memberText(part, statement));
  return [
    `## ${part.name}`,
    ...(part.about && part.namespace ? [unwrapped(part.about)] : []),
    ...members,
  ].join('\n\n');
}

function memberText({ name, namespace, source }: LibraryPart, statement: ts.Statement): string[] {
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  const [comment] = ts.getJSDocCommentsAndTags(
    ts.isVariableStatement(statement) ? (statement.declarationList.declarations[0] ?? statement) : statement,
  );
  const words =
    comment && ts.isJSDoc(comment) ? unwrapped(ts.getTextOfJSDocComment(comment.comment) ?? '') : '';
  if (ts.isTypeAliasDeclaration(statement)) return [typeText(statement, source, words)];
  const own = namespace ? `${name}.` : '';
  if (ts.isVariableStatement(statement)) {
    const called = statement.declarationList.declarations.map(
      (each) => `\`${own}${each.name.getText(source)}\``,
    );
    const [first = statement] = statement.declarationList.declarations;
    return [`${called.join(', ')}: ${words}`, ...exampleText(first)];
  }
  if (!ts.isFunctionDeclaration(statement) || (words === '' && statement.body)) return [];
  const signature = source.text
    .slice(statement.getStart(source), statement.body?.getStart(source) ?? statement.end)
    .replace(/^export function /, own)
    .replace(/\s+/g, ' ')
    .replace(/, \)/g, ')')
    .replace(/\( /g, '(')
    .replace(/;? ?$/, '');
  if (words === '') return [];
  const parameters = ts
    .getJSDocTags(statement)
    .filter(ts.isJSDocParameterTag)
    .map(
      (tag) =>
        `\n- \`${tag.name.getText(source)}\`: ${unwrapped(ts.getTextOfJSDocComment(tag.comment) ?? '')}`,
    );
  return [
    `### ${own}${statement.name?.text}`,
    `\`\`\`ts\n${signature}\n\`\`\``,
    words + (parameters.length > 0 ? `\n${parameters.join('')}` : ''),
    ...exampleText(statement),
  ];
}

function typeText(statement: ts.TypeAliasDeclaration, source: ts.SourceFile, words: string): string {
  const type = statement.type.getText(source);
  // A name of ours elsewhere says nothing here.
  const short = !type.includes('\n') && type.length < 100 && !ts.isTypeReferenceNode(statement.type);
  return `\`${statement.name.text}\`${short ? ` is \`${type}\`` : ''}${words ? `: ${words}` : ''}`;
}

function exampleText(node: ts.Node): string[] {
  return ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === 'example')
    .map((tag) => {
      const [code = '', result] = (ts.getTextOfJSDocComment(tag.comment) ?? '').trim().split(' // ');
      const statement = code.endsWith(';') ? code : `${code};`;
      return `\`\`\`ts\n${result === undefined ? statement : `${statement} // ${result}`}\n\`\`\``;
    });
}

/** Lines of a comment as one paragraph. */
function unwrapped(words: string): string {
  return words.replace(/\s*\n\s*/g, ' ').trim();
}
