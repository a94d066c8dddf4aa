'use client';

import type { CodeNode } from '#core/flow/flow-graph.ts';
import { GivenReason } from '../../given-reason.client.tsx';
import { ReasonForm } from '../../reason-form.client.tsx';
import type { CodePanelProps } from './code-panel.ts';

const question = 'Why the difference does not matter';

/** Asks why it does not matter that a lens breaks its laws, which the node then says. */
export function LawlessForm({ onGiven }: { onGiven: (lawless: NonNullable<CodeNode['lawless']>) => void }) {
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line px-3 py-3">
      <p className="text-sm text-ink-2">
        The flow is not deployed with a lens that breaks its laws. Mend the functions, or write down why the
        difference does not matter.
      </p>
      <ReasonForm label={question} question={question} onGiven={onGiven} />
    </div>
  );
}

/** That a lens may break its laws, by whom and why; nothing where it may not. */
export function LawlessReason({
  node,
  readOnly,
  onEdit,
}: Pick<CodePanelProps, 'node' | 'readOnly' | 'onEdit'>) {
  if (!node.lawless) return null;
  const withdraw = () =>
    onEdit((draft) => {
      delete draft.lawless;
    });
  return (
    <GivenReason
      what="The functions need not undo each other"
      given={node.lawless}
      onWithdraw={readOnly ? null : withdraw}
    />
  );
}
