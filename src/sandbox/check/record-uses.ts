import ts from '@typescript/typescript6';
import { outermost } from './wrapped-value.ts';

type Kind = 'record' | 'records';

/** Follows the record (or the records) that a function is given through its source, as long as nothing leaves a doubt. */
export class RecordUses {
  readonly #checker: ts.TypeChecker;
  readonly #file: ts.SourceFile;
  readonly #made: ts.FunctionLikeDeclaration;
  readonly #several: boolean;
  readonly #names = new Set<ts.Symbol>();
  #doubt = false;
  /** Fields that are read by name. */
  readonly reads = new Set<string>();
  /** The record goes into what is returned as a whole, or spread. */
  passes = false;
  /** The function, and those inside it that are called for each record, whose results are the function's. */
  readonly results = new Set<ts.Node>();

  constructor(
    checker: ts.TypeChecker,
    file: ts.SourceFile,
    made: ts.FunctionLikeDeclaration,
    several: boolean,
  ) {
    this.#checker = checker;
    this.#file = file;
    this.#made = made;
    this.#several = several;
  }

  /** Is it sure what the function does with its record? */
  look(): boolean {
    if (this.#identifiers().some(({ text }) => text === 'arguments')) return false;
    this.results.add(this.#made);
    this.#bindFirst(this.#made, this.#several ? 'records' : 'record');
    return !this.#doubt;
  }

  /** Is it the record, or the records, by whatever name? */
  isRecord(node: ts.Expression): boolean {
    if (!ts.isIdentifier(node)) return false;
    const symbol = this.#symbolOf(node);
    return symbol !== undefined && this.#names.has(symbol);
  }

  #identifiers(): ts.Identifier[] {
    const found: ts.Identifier[] = [];
    const look = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) found.push(node);
      ts.forEachChild(node, look);
    };
    look(this.#file);
    return found;
  }

  #symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
  }

  #bindFirst(made: ts.SignatureDeclaration, kind: Kind): void {
    const [first] = made.parameters;
    const isGenerator = 'asteriskToken' in made && made.asteriskToken !== undefined;
    if (isGenerator || first?.dotDotDotToken) this.#doubt = true;
    else if (first) this.#bind(first.name, kind);
  }

  #bind(name: ts.BindingName, kind: Kind): void {
    if (ts.isIdentifier(name)) this.#follow(name, kind);
    else if (ts.isObjectBindingPattern(name) && kind === 'record') {
      for (const { dotDotDotToken, propertyName, name: own } of name.elements) {
        const key = propertyName ?? own;
        if (dotDotDotToken || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) this.#doubt = true;
        else this.reads.add(key.text);
      }
    } else this.#doubt = true;
  }

  #follow(name: ts.Identifier, kind: Kind): void {
    const symbol = this.#symbolOf(name);
    if (!symbol) {
      this.#doubt = true;
      return;
    }
    if (this.#names.has(symbol)) return;
    this.#names.add(symbol);
    for (const each of this.#identifiers()) {
      if (each !== name && this.#symbolOf(each) === symbol) this.#use(each, kind);
    }
  }

  #use(identifier: ts.Identifier, kind: Kind): void {
    const value = outermost(identifier);
    const { parent } = value;
    if (ts.isTypeQueryNode(parent)) return;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
      if (parent.expression === value) this.#access(parent, kind);
      else this.#doubt = true;
    } else if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
      this.#bind(parent.name, kind);
    } else if (ts.isForOfStatement(parent) && parent.expression === value && kind === 'records') {
      const [each] = ts.isVariableDeclarationList(parent.initializer) ? parent.initializer.declarations : [];
      if (each) this.#bind(each.name, 'record');
      else this.#doubt = true;
    } else if (ts.isSpreadAssignment(parent) ? this.isResult(parent.parent) : this.isResult(value)) {
      this.passes = true;
    } else this.#doubt = true;
  }

  #access(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, kind: Kind): void {
    const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    const name = ts.isIdentifier(key) && key === (node as ts.PropertyAccessExpression).name ? key.text : null;
    const said = name ?? (ts.isStringLiteralLike(key) ? key.text : null);
    const whole = outermost(node);
    const called = ts.isCallExpression(whole.parent) && whole.parent.expression === whole;
    if (said === null) this.#doubt = true;
    else if (kind === 'records') {
      if (said === 'map' && called) this.#map(whole.parent as ts.CallExpression);
      else if (said !== 'length' || called) this.#doubt = true;
    }
    // A function that is called on the record has the record.
    else if (called || ts.isTaggedTemplateExpression(whole.parent)) this.#doubt = true;
    else this.reads.add(said);
  }

  #map(call: ts.CallExpression): void {
    const [made, ...more] = call.arguments;
    const isFunction = made && (ts.isArrowFunction(made) || ts.isFunctionExpression(made));
    if (!isFunction || more.length > 0 || made.parameters.length > 2) {
      this.#doubt = true;
      return;
    }
    if (this.isResult(call)) this.results.add(made);
    this.#bindFirst(made, 'record');
  }

  /** Is the value what one of the functions returns, or one of several? */
  isResult(value: ts.Expression): boolean {
    const whole = outermost(value);
    const { parent } = whole;
    if (ts.isReturnStatement(parent)) {
      const made = ts.findAncestor(parent, ts.isFunctionLike);
      return made !== undefined && this.results.has(made);
    }
    if (ts.isArrowFunction(parent)) return parent.body === whole && this.results.has(parent);
    const goesOn =
      (ts.isConditionalExpression(parent) && parent.condition !== whole) ||
      (ts.isBinaryExpression(parent) && parent.right === whole && isChoice(parent)) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      isAll(parent);
    return goesOn && this.isResult(parent);
  }
}

/** `??`, `||` or `&&`. */
export function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

/** `Promise.all(…)`. */
export function isAll(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.getText() === 'Promise.all';
}
