import ts from '@typescript/typescript6';
import type { CodeUse } from '#core/code/code-use.ts';
import { returnsOf } from './function-of.ts';
import { isAll, isChoice, type RecordUses } from './record-uses.ts';
import { innermost } from './wrapped-value.ts';

/** A record that is returned: the names that it sets, and those that nothing behind them replaces; null where they cannot be told. */
type Made = { sets: string[]; keeps: string[] } | null;

/** The fields that a function sets by name in the records that it returns. */
export function makesOf(found: RecordUses): Pick<CodeUse, 'makes' | 'always'> {
  const functions = [...found.results] as ts.FunctionLikeDeclaration[];
  const made = functions.flatMap(returnsOf).flatMap((value) => recordsIn(value, found));
  const told = made.filter((each) => each !== null);
  if (told.length < made.length) return { makes: null, always: [] };
  const [first, ...others] = told;
  const always = (first?.keeps ?? []).filter((name) => others.every(({ keeps }) => keeps.includes(name)));
  return { makes: [...new Set(told.flatMap(({ sets }) => sets))], always };
}

function recordsIn(expression: ts.Expression, found: RecordUses): Made[] {
  const value = innermost(expression);
  const inside = (each: ts.Expression) => recordsIn(each, found);
  if (ts.isConditionalExpression(value)) return [...inside(value.whenTrue), ...inside(value.whenFalse)];
  if (ts.isBinaryExpression(value) && isChoice(value)) {
    const both = value.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken;
    return [...(both ? inside(value.left) : []), ...inside(value.right)];
  }
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap(inside);
  if (ts.isAwaitExpression(value)) return inside(value.expression);
  if (value.kind === ts.SyntaxKind.NullKeyword) return [];
  if (isAll(value)) return value.arguments.flatMap(inside);
  // What it calls for each record is one of the functions that are looked at.
  if (ts.isCallExpression(value) && value.arguments.some((each) => found.results.has(each))) return [];
  if (found.isRecord(value)) return [{ sets: [], keeps: [] }];
  return [ts.isObjectLiteralExpression(value) ? madeBy(value, found) : null];
}

function madeBy({ properties }: ts.ObjectLiteralExpression, found: RecordUses): Made {
  const sets: string[] = [];
  let keeps: string[] = [];
  for (const property of properties) {
    if (ts.isSpreadAssignment(property)) {
      if (!found.isRecord(innermost(property.expression))) return null;
      keeps = [];
      continue;
    }
    const { name } = property;
    if (!name || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return null;
    sets.push(name.text);
    keeps.push(name.text);
  }
  return { sets, keeps };
}
