import type { FieldPair } from '#core/flow/flow-graph.ts';

/** How a pair came to be, in a few words; null where nobody wrote it down. */
export function decisionWords({ decision }: Pick<FieldPair, 'decision'>): string | null {
  if (!decision) return null;
  if (decision.reopened) return 'look again';
  const by = decision.by ? ` by ${decision.by}` : '';
  return {
    automatic: 'taken by itself',
    accepted: `accepted${by}`,
    drawn: `drawn${by}`,
    created: `created${by}`,
  }[decision.kind];
}
