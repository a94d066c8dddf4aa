import ts from '@typescript/typescript6';

/** The declaration of what a module exports under a name, wherever it stands; undefined where it exports no such value. */
export function exportOf(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  name: string,
): ts.Declaration | undefined {
  const module = checker.getSymbolAtLocation(file);
  // Also what `export *` hands on.
  const exported = module && checker.getExportsOfModule(module).find((each) => each.name === name);
  if (!exported) return undefined;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const { valueDeclaration } = symbol;
  const onlySaid =
    valueDeclaration && ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Ambient;
  return onlySaid ? undefined : valueDeclaration;
}
