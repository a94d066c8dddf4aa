import ts from '@typescript/typescript6';

/** The declaration of what a module exports under a name, wherever it stands; undefined where it exports no such value. */
export function exportOf(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  name: string,
): ts.Declaration | undefined {
  const exported = checker.getSymbolAtLocation(file)?.exports?.get(ts.escapeLeadingUnderscores(name));
  if (!exported) return undefined;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  return symbol.valueDeclaration;
}
