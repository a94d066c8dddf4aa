'use client';

import { Scale } from 'lucide-react';
import { useCallback } from 'react';
import type { LawFindings } from '#core/code/law-report.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { useNodeEnvironment } from '../../node-environment.client.tsx';
import type { CodePanelProps } from './code-panel.ts';
import { CounterExample } from './counter-example.client.tsx';
import { LawThrown } from './law-thrown.client.tsx';
import { LawlessForm, LawlessReason } from './lawless.client.tsx';
import { useAsked } from './use-asked.client.ts';

/** Whether the two functions of a lens undo each other, with a counter-example where they do not. */
export function LawsPanel({ node, shape, readOnly, onEdit, goTo }: CodePanelProps) {
  const proofs = useNodeEnvironment().useCodeProofs(node.id);
  const tryLaws = proofs?.tryLaws;
  const question = useCallback(
    async (_source: string): Promise<LawFindings | null> => (await tryLaws?.()) ?? null,
    [tryLaws],
  );
  const { ask, answer, asking, error } = useAsked(question);
  const found = answer?.data ?? null;
  const stale = answer !== null && answer.input !== node.source;
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        {proofs ? (
          <Button
            variant="primary"
            icon={<Scale aria-hidden />}
            loading={asking}
            onClick={() => ask(node.source)}
          >
            Try the laws
          </Button>
        ) : (
          <p className="text-ink-2">Editors and above may try the laws.</p>
        )}
        <span className="ml-auto text-sm text-ink-3" aria-live="polite">
          {asking
            ? 'Taking records there and back…'
            : stale
              ? 'The code has changed since'
              : found
                ? triedWords(found)
                : ''}
        </span>
      </div>
      {error ? <ErrorNotice error={error} className="m-3" /> : null}
      <div className="flex flex-col gap-3 px-4 py-3">
        <LawlessReason node={node} readOnly={readOnly} onEdit={onEdit} />
        {found ? (
          <Found found={found} shape={shape} goTo={goTo} />
        ) : (
          <p className="text-ink-2">
            A record that goes to the other side and comes back must be as it was:{' '}
            <code>backward(forward(x))</code> is <code>x</code>, and <code>forward(backward(y))</code> is{' '}
            <code>y</code>. Otherwise every sync changes it a little more. Both are tried on records of the
            stream and on made-up ones, here and before each deploy.
          </p>
        )}
        {found && found.broken.length > 0 && !node.lawless && !readOnly ? (
          <LawlessForm
            onGiven={(lawless) =>
              onEdit((draft) => {
                draft.lawless = lawless;
              })
            }
          />
        ) : null}
      </div>
    </div>
  );
}

function Found({ found, shape, goTo }: { found: LawFindings } & Pick<CodePanelProps, 'shape' | 'goTo'>) {
  return (
    <>
      {found.broken.length === 0 ? (
        <p className="font-medium text-ok">Both laws hold on everything that was tried.</p>
      ) : null}
      {found.broken.map((each) => (
        <CounterExample key={each.law} found={each} shape={shape} />
      ))}
      {found.thrown.map((each) => (
        <LawThrown key={each.law} found={each} goTo={goTo} />
      ))}
      {found.unsampled === null ? null : (
        <p className="text-sm text-warn">Only made-up records were tried: {found.unsampled}</p>
      )}
      {found.complete ? null : (
        <p className="text-sm text-warn">Time was up before all records were tried.</p>
      )}
    </>
  );
}

function triedWords({ samples, generated }: LawFindings): string {
  return `${samples.toLocaleString('en')} from records of the stream, ${generated.toLocaleString('en')} made up`;
}
