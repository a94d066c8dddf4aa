import ts from '@typescript/typescript6';
import type { CodeModule } from '#core/code/code-program.ts';
import { importRefusal } from '#core/code/import-refusal.ts';
import type { Finding } from './type-program.ts';
import { isLanguage } from './virtual-host.ts';
import { innermost } from './wrapped-value.ts';

/**
 * What code cannot have, whatever its types say: imports of all but the standard library and the program's modules,
 * waiting as it is loaded, code that is made from texts, and exports that a module is only said to have.
 */
export function findForbidden(
  file: ts.SourceFile,
  modules: readonly CodeModule[],
  checker: ts.TypeChecker,
): Finding[] {
  const found: Finding[] = [];
  const known = new Set(['syncline', ...modules.map(({ name }) => `library/${name}`)]);
  const look = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && !known.has(specifier.text)) {
      found.push(at(specifier, 'IMPORT_FORBIDDEN', importRefusal(specifier.text)));
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const message = 'Code is loaded as a whole: import() is not there. Write an import at the top.';
      found.push(at(node.expression, 'IMPORT_FORBIDDEN', message));
    }
    if (makesCode(node, checker)) {
      const message = 'Code cannot be made from a text here: there is no eval, and Function makes none.';
      found.push(at(node, 'EVAL_FORBIDDEN', message));
    }
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      const message = 'What a module exports cannot be added to from outside. Declare types of your own.';
      found.push(at(node.name, 'MODULE_AUGMENTED', message));
    }
    if (isAwait(node) && !inFunction(node)) {
      const message = 'Code is loaded at once: there is no "await" outside a function.';
      found.push(at(node, 'AWAIT_FORBIDDEN', message));
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
  function at(node: ts.Node, code: string, message: string): Finding {
    return { start: node.getStart(file), length: node.getWidth(file), code, message };
  }
}

/** A use of the language's `eval`, or a call of its `Function`. */
function makesCode(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    const of = innermost(node.expression);
    return node.name.text === 'eval' && ts.isIdentifier(of) && of.text === 'globalThis';
  }
  if (!ts.isIdentifier(node) || ts.isPropertyAccessExpression(node.parent)) return false;
  const { parent } = node;
  const called = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node;
  if (node.text !== 'eval' && !(node.text === 'Function' && called)) return false;
  const declared = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declared.some((each) => isLanguage(each.getSourceFile().fileName));
}

function isAwait(node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
    (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
  );
}

function inFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}

/** The module that an import, an export from, or a type of a module names. */
function specifierOf(node: ts.Node): ts.StringLiteral | undefined {
  const named =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isExternalModuleReference(node)
          ? node.expression
          : undefined;
  return named && ts.isStringLiteral(named) ? named : undefined;
}
