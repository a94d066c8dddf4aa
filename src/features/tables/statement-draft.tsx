'use client';

import { Button } from '#ui/button.tsx';
import { StatementEditor } from './statement-editor.tsx';
import { statementsText } from './statements-text.ts';
import type { TablePlan } from './use-table-plan.ts';

/** The statements of a plan; once a person has changed them they follow the table no more, until they start over. */
export function StatementDraft({
  to,
  plan,
  changed,
  onChange,
}: {
  to: string;
  plan: TablePlan;
  /** The person's own text; null while it is the plan's. */
  changed: string | null;
  onChange: (sql: string | null) => void;
}) {
  return (
    <>
      <StatementEditor
        connection={to}
        sql={changed ?? statementsText(plan.statements)}
        findings={plan.findings}
        onChange={onChange}
      />
      {changed === null ? null : (
        <p className="mt-2 flex items-center gap-2 text-sm text-ink-2">
          You have changed the statements: what is proposed above no longer changes them.
          <Button size="sm" onClick={() => onChange(null)}>
            Start over
          </Button>
        </p>
      )}
    </>
  );
}
