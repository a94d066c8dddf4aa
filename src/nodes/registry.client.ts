'use client';

import type { FlowNode } from '#core/flow/flow-graph.ts';
import { codeViews } from './code/index.ts';
import { conflictViews } from './conflict/index.ts';
import { endpointViews } from './endpoint/index.ts';
import { filterViews } from './filter/index.ts';
import { mappingViews } from './mapping/index.ts';
import type { NodeKind } from './node-definition.ts';
import type { NodeViews } from './node-views.ts';
import { noteViews } from './note/index.ts';
import { routerViews } from './router/index.ts';

/** How every kind of node is drawn. */
export const nodeViews: { readonly [K in NodeKind]: NodeViews<K> } = {
  endpoint: endpointViews,
  mapping: mappingViews,
  filter: filterViews,
  router: routerViews,
  code: codeViews,
  conflict: conflictViews,
  note: noteViews,
};

/** The views of a node's kind, callable with any node of that kind. */
export function viewsOf(node: FlowNode): NodeViews<NodeKind> {
  return nodeViews[node.kind] as unknown as NodeViews<NodeKind>;
}
