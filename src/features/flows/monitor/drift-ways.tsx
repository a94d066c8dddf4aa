'use client';

import type { Drift } from '#features/flow-editor/panels/use-drifts.ts';
import { CodeBlock } from '#ui/code-block.tsx';
import { DriftDecision } from './drift-decision.tsx';

/** Every way out of a drift: statements for the system itself, changes of the mapping, setting it aside. */
export function DriftWays({ drift }: { drift: Drift }) {
  return (
    <>
      {drift.options.map((option) =>
        option.kind === 'sql' ? (
          <div key={option.sql} className="mt-1.5">
            <p className="text-sm text-ink-3">
              {option.label}: run this on <span className="text-ink-2">{option.connection}</span>.
            </p>
            <CodeBlock code={option.sql} label="Copy the statement" className="mt-1" />
          </div>
        ) : null,
      )}
      <DriftDecision drift={drift} />
    </>
  );
}
