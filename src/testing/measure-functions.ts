import { parseSync } from '@swc/core';

export interface MeasuredFunction {
  name: string;
  lines: number;
}

const functionKinds = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
]);

interface SyntaxNode {
  type: string;
  span?: { start: number; end: number };
  function?: SyntaxNode;
  [property: string]: unknown;
}

/** Every named function of a source file with its length; functions inside others count for themselves too. */
export function measureFunctions(source: string, tsx: boolean): MeasuredFunction[] {
  const program = parseSync(source, { syntax: 'typescript', tsx, target: 'es2022' });
  // swc counts bytes, from wherever the last file ended.
  const bytes = Buffer.from(source);
  const offset = program.span.start;
  const found: MeasuredFunction[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, name);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as SyntaxNode;
    const own = nameOf(node) ?? name;
    if (functionKinds.has(node.type)) {
      const span = node.span ?? node.function?.span;
      if (span) found.push({ name: own, lines: linesBetween(bytes, span.start - offset, span.end - offset) });
    }
    // What a call or an argument holds has no name of its own.
    const inner = node.type === 'CallExpression' ? '(callback)' : own;
    for (const [key, child] of Object.entries(node)) if (key !== 'span') visit(child, inner);
  };
  visit(program.body, '(module)');
  return found;
}

function nameOf(node: SyntaxNode): string | null {
  const holder = (node.identifier ?? node.key ?? (node.type === 'VariableDeclarator' ? node.id : null)) as {
    value?: unknown;
  } | null;
  return typeof holder?.value === 'string' ? holder.value : null;
}

function linesBetween(bytes: Buffer, start: number, end: number): number {
  let lines = 1;
  for (let at = start; at < end; at++) if (bytes[at] === 10) lines++;
  return lines;
}
