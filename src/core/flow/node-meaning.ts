import type { FieldPair, FlowNode } from './flow-graph.ts';

/** The node without what says nothing about the sync: where it stands and how it looks, who decided on what and when, what it was made of, what it is tried on. */
export function nodeMeaning(node: FlowNode): FlowNode {
  const { position: _, ...meant } = node;
  if (meant.kind === 'code') {
    const { ejected: __, pins: ___, ...code } = meant;
    return code.lawless ? { ...code, lawless: { reason: code.lawless.reason } } : code;
  }
  if (meant.kind === 'note') {
    const { colour: __, size: ___, about: ____, ...note } = meant;
    return note;
  }
  if (meant.kind !== 'mapping') return meant;
  const { rejected: __, ...mapping } = meant;
  return { ...mapping, fields: mapping.fields.map(pairMeaning) };
}

function pairMeaning({ decision: _, ...pair }: FieldPair): FieldPair {
  return pair.lossy ? { ...pair, lossy: { reason: pair.lossy.reason } } : pair;
}
