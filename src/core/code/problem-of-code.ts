import { errorPolicy } from '../errors/policy.ts';
import type { CodeNode } from '../flow/flow-graph.ts';
import { nodeTitle } from '../flow/node-title.ts';
import type { Problem } from '../flow/problem.ts';
import type { CodeProblem } from './code-problem.ts';

/** What is wrong in the code of a node as a problem of its flow. */
export function problemOfCode(node: CodeNode, { module, line, column, message }: CodeProblem): Problem {
  const where = module === null ? nodeTitle(node) : `${nodeTitle(node)}, module "${module}"`;
  return {
    code: 'CODE_INVALID',
    severity: 'error',
    message: `${where}, line ${line}, column ${column}: ${message}`,
    remedy: errorPolicy.CODE_INVALID.remedy,
    nodeId: node.id,
    edgeId: null,
    fieldIndex: null,
    place: { module, line, column },
  };
}
