'use client';

import { Play, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CodeCase } from '#core/code/code-case.ts';
import { entriesOf } from '#core/code/code-form.ts';
import type { CaseOutcome } from '#core/code/run-cases.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { toast } from '#ui/toast.tsx';
import { useNodeEnvironment } from '../../node-environment.client.tsx';
import { CaseDialog } from './case-dialog.client.tsx';
import { CaseLine } from './case-line.client.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { newCase } from './new-case.ts';
import { useAsked } from './use-asked.client.ts';

/** The tests that are kept with the node and run before each deploy. */
export function CasesPanel({ node, shape, readOnly, onEdit, goTo }: CodePanelProps) {
  const proofs = useNodeEnvironment().useCodeProofs(node.id);
  const cases = node.cases ?? [];
  const [editing, setEditing] = useState<{ index: number; value: CodeCase } | null>(null);
  const runCases = proofs?.runCases;
  const question = useCallback(
    // Cases that have changed since are other objects: what was found does not hold for them.
    async (asked: readonly CodeCase[]): Promise<Map<CodeCase, CaseOutcome>> => {
      const outcomes = (await runCases?.()) ?? [];
      return new Map(asked.flatMap((each, index) => (outcomes[index] ? [[each, outcomes[index]]] : [])));
    },
    [runCases],
  );
  const { ask, answer, asking, error } = useAsked(question);
  const put = (index: number, value: CodeCase) =>
    onEdit((draft) => {
      draft.cases = [...cases.slice(0, index), value, ...cases.slice(index + 1)];
    });
  const remove = (index: number, gone: CodeCase) => {
    onEdit((draft) => {
      draft.cases = draft.cases?.filter((_, place) => place !== index);
    });
    const back = () =>
      onEdit((draft) => {
        draft.cases = (draft.cases ?? []).toSpliced(index, 0, gone);
      });
    toast(`The case "${gone.name}" was deleted.`, { action: { label: 'Undo', onClick: back } });
  };
  const outcomes = cases.map((each) => answer?.data.get(each) ?? null);
  const failing = outcomes.filter((each) => each && !each.passed).length;
  const entries = entriesOf[node.form];
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        {proofs ? (
          <Button
            variant="primary"
            icon={<Play aria-hidden />}
            loading={asking}
            disabled={cases.length === 0}
            onClick={() => ask(cases)}
          >
            {cases.length > 1 ? `Run all ${cases.length}` : 'Run'}
          </Button>
        ) : null}
        {proofs ? null : <p className="text-ink-2">Editors and above may run cases.</p>}
        {readOnly ? null : (
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => setEditing({ index: cases.length, value: newCase(node.form, shape, cases) })}
          >
            New case
          </Button>
        )}
        <span className="ml-auto text-sm text-ink-3" aria-live="polite">
          {summary(outcomes.filter((each) => each !== null).length, failing)}
        </span>
      </div>
      {error ? <ErrorNotice error={error} className="m-3" /> : null}
      {cases.length === 0 ? (
        <EmptyState title="No cases yet">
          A case is a record with what the code must make of it. Save one from a record under Try, or write
          one down. All of them run before each deploy, and with <code>syncline flow test</code>.
        </EmptyState>
      ) : (
        <ul aria-label="Cases">
          {cases.map((each, index) => (
            <CaseLine
              key={each.name}
              value={each}
              outcome={outcomes[index] ?? null}
              shape={shape}
              readOnly={readOnly}
              goTo={goTo}
              onEdit={() => setEditing({ index, value: each })}
              onUpdate={(expect) => put(index, { ...each, expect })}
              onDelete={() => remove(index, each)}
            />
          ))}
        </ul>
      )}
      {editing ? (
        <CaseDialog
          value={editing.value}
          entries={entries}
          taken={cases.filter((_, index) => index !== editing.index).map(({ name }) => name)}
          onSave={(value) => {
            put(editing.index, value);
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </div>
  );
}

function summary(ran: number, failing: number): string {
  if (ran === 0) return '';
  if (failing > 0) return `${failing} of ${ran} ${failing === 1 ? 'fails' : 'fail'}`;
  return ran === 1 ? 'It passes' : `All ${ran} pass`;
}
