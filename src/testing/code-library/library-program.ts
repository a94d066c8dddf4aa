import { join } from 'node:path';
import ts from '@typescript/typescript6';

import { libraryFolder } from './library-folder.ts';

/** A name that the module `syncline` exports: a namespace of functions and types, or a value. */
export type LibraryPart = {
  name: string;
  /** What its source begins with: what it is about. */
  about: string;
  source: ts.SourceFile;
  /** Its declarations as the compiler writes them, without imports. */
  declarations: string;
  namespace: boolean;
};

/** The standard library's sources as the compiler sees them, and what each of its parts declares. */
export function libraryProgram(): { parts: LibraryPart[]; checker: ts.TypeChecker } {
  const entry = join(libraryFolder, 'index.ts');
  const program = ts.createProgram([entry, join(libraryFolder, 'syncline-host.d.ts')], {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(entry);
  if (!index) throw new TypeError('the library has no entry');
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(libraryFolder));
  const problems = own.flatMap((file) => program.getSemanticDiagnostics(file));
  if (problems.length > 0) {
    throw new TypeError(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'),
    );
  }
  const parts = index.statements.filter(ts.isImportDeclaration).map((statement): LibraryPart => {
    const bindings = statement.importClause?.namedBindings;
    const path = join(libraryFolder, (statement.moduleSpecifier as ts.StringLiteral).text);
    const source = program.getSourceFile(path);
    if (!bindings || !source) throw new TypeError(`the entry imports ${path} in another way`);
    const namespace = ts.isNamespaceImport(bindings);
    const name = namespace ? bindings.name.text : (bindings.elements[0]?.name.text ?? '');
    return { name, about: aboutOf(source), source, declarations: declarationsOf(program, source), namespace };
  });
  return { parts: parts.sort((a, b) => (a.name < b.name ? -1 : 1)), checker };
}

const header = /^\/\*\*([\s\S]*?)\*\/\n/;

function aboutOf(source: ts.SourceFile): string {
  const lines = header.exec(source.text)?.[1]?.split('\n') ?? [];
  return lines
    .map((line) => line.replace(/^\s*\*?\s?/, ''))
    .join('\n')
    .trim();
}

/** What the compiler writes, in the form of a part of an ambient module. */
function declarationsOf(program: ts.Program, source: ts.SourceFile): string {
  let written = '';
  program.emit(
    source,
    (_, text) => {
      written = text;
    },
    undefined,
    true,
  );
  return expandForeign(program.getTypeChecker(), source, written)
    .replace(header, (all) => (/^import /m.test(source.text.slice(all.length, all.length + 8)) ? '' : all))
    .replace(/^import .*\n/gm, '')
    .replace(/^export \{\};\n?/gm, '')
    .replace(/^export declare /gm, 'export ')
    .trim();
}

/** Types that stand for some of ours elsewhere are written out: nobody sees these there. */
function expandForeign(checker: ts.TypeChecker, source: ts.SourceFile, written: string): string {
  let text = written;
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement) || !ts.isTypeReferenceNode(statement.type)) continue;
    const type = checker.getTypeAtLocation(statement.name);
    const members = type.isUnion() ? type.types : [type];
    const flags =
      ts.TypeFormatFlags.NoTruncation |
      ts.TypeFormatFlags.InTypeAlias |
      ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
    const expanded = members
      .map((member) => `\n  | ${checker.typeToString(member, undefined, flags)}`)
      .join('');
    text = text.replace(
      `type ${statement.name.text} = ${statement.type.getText(source)};`,
      `type ${statement.name.text} =${expanded};`,
    );
  }
  return text;
}
