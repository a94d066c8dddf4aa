'use client';

import { ArrowLeft, ArrowRight, X } from 'lucide-react';
import { Field } from '#ui/field.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { castWords } from './cast-words.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { PairRow } from './mapping-rows.ts';

/** Everything about one pair, to look at and to change. */
export function PairDetail({
  row,
  actions,
  readOnly,
  onClose,
}: {
  row: PairRow;
  actions: MappingActions;
  readOnly: boolean;
  onClose: () => void;
}) {
  const { pair } = row;
  return (
    <section
      aria-label={`Pair ${pair.left} and ${pair.right}`}
      className="flex min-h-0 flex-col border-l border-line bg-surface"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h3 className="min-w-0 flex-1 truncate font-mono text-sm font-semibold">
          <span className="text-side-left">{pair.left}</span>
          <span className="text-ink-3"> = </span>
          <span className="text-side-right">{pair.right}</span>
        </h3>
        <IconButton label="Close the pair" keys={['Esc']} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {row.problems.length > 0 ? (
          <InspectorSection title="Problems">
            <ul className="flex flex-col gap-2">
              {row.problems.map((problem) => (
                <li key={problem.code + problem.message}>
                  <StatusDot
                    tone={problem.severity === 'error' ? 'fail' : 'warn'}
                    className="whitespace-normal"
                  >
                    {problem.message}
                  </StatusDot>
                  <p className="pl-[13px] text-sm text-ink-2">{problem.remedy}</p>
                </li>
              ))}
            </ul>
          </InspectorSection>
        ) : null}
        <Casts row={row} />
        {row.index >= 0 ? (
          <InspectorSection title="Note">
            <Field label={`Why ${pair.left} and ${pair.right} belong together`}>
              <Textarea
                rows={3}
                maxLength={500}
                readOnly={readOnly}
                placeholder="Who decided this, and why"
                value={pair.note ?? ''}
                onChange={(event) => actions.note(row, event.target.value)}
                onBlur={actions.noteEnd}
              />
            </Field>
          </InspectorSection>
        ) : null}
      </div>
    </section>
  );
}

function Casts({ row }: { row: PairRow }) {
  if (!row.left || !row.right) return null;
  const ways = castWords(row.left, row.right, row.direction);
  if (ways.length === 0) return null;
  return (
    <InspectorSection title="Cast">
      <ul className="flex flex-col gap-2">
        {ways.map(({ way, types, kind, risk }) => {
          const Icon = way === 'forward' ? ArrowRight : ArrowLeft;
          return (
            <li key={way} className="flex gap-2">
              <Icon
                aria-label={way === 'forward' ? 'To the right' : 'To the left'}
                className="mt-0.5 size-4 shrink-0 text-ink-3"
              />
              <p className="min-w-0">
                <span className="text-ink">{types}</span>
                <span className={`block text-sm ${kind === 'lossy' ? 'text-warn' : 'text-ink-2'}`}>
                  {risk ?? 'every value arrives as it is'}
                </span>
              </p>
            </li>
          );
        })}
      </ul>
    </InspectorSection>
  );
}
