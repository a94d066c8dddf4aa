'use client';

import { Button } from '#ui/button.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { useMakeRule } from './use-make-rule.ts';

/** Makes the rules of a re-decision the flow's from now on, by one click. */
export function MakeRuleButton({ operationId }: { operationId: string }) {
  const { can } = useWorkspace();
  const { make, made, pending } = useMakeRule();
  if (!can('conflict.makeRule')) {
    return <p className="self-center text-ink-3">An editor can make this the flow’s rule from now on.</p>;
  }
  if (made)
    return <p className="self-center text-ink-2">It is the flow’s rule, by version {made.version}.</p>;
  return (
    <Button loading={pending} onClick={() => void make(operationId)}>
      Make it the flow’s rule
    </Button>
  );
}
