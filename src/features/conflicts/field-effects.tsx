'use client';

import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import type { FieldEffectCount } from '#core/operations/field-effect.ts';
import { type FieldSummary, summarizeEffects } from '#core/operations/field-effect-summary.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { fieldWords } from './verdict-words.ts';

const winnerClasses: Record<string, string> = { left: 'text-side-left', right: 'text-side-right' };

function Winner({ of }: { of: string }) {
  return <span className={winnerClasses[of] ?? 'text-ink-2'}>{of === 'held' ? 'a person' : of}</span>;
}

/** Who touched records since: a person, an operation, or a side where they were changed. */
function Toucher({ by }: { by: string | null }) {
  const { path } = useWorkspace();
  if (by === null) return <>no line tells by whom</>;
  if (by === 'left' || by === 'right') return <>on the {by} side</>;
  if (!by.startsWith('operation ')) return <>by {by}</>;
  const id = by.slice('operation '.length);
  return (
    <Link className="text-accent hover:underline" href={path(`/activity/operations/${id}`)}>
      by an operation
    </Link>
  );
}

const number = (count: number) => (count === 0 ? '–' : count.toLocaleString('en'));

function separated(parts: readonly ReactNode[]): ReactNode {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts are made in one go and keep their places
    <Fragment key={index}>
      {index > 0 ? ', ' : null}
      {part}
    </Fragment>
  ));
}

function Row({ summary, preview }: { summary: FieldSummary; preview: boolean }) {
  const { field, records, counts, turns, touchedBy } = summary;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="px-3 py-1.5 text-left font-medium">
        {fieldWords(field)}
      </th>
      <td className="px-3 py-1.5 text-right tabular-nums">{records.toLocaleString('en')}</td>
      <td className="px-3 py-1.5">
        {turns.length === 0
          ? '–'
          : separated(
              turns.map(({ was, now, records: some }) => (
                <span key={`${was} ${now}`} className="whitespace-nowrap">
                  <span className="font-medium tabular-nums">{some.toLocaleString('en')}</span>{' '}
                  <Winner of={was} /> → <Winner of={now} />
                </span>
              )),
            )}
      </td>
      <td className="px-3 py-1.5 text-right tabular-nums">{number(counts.same)}</td>
      <td className="px-3 py-1.5">
        {counts.touched === 0 ? (
          '–'
        ) : (
          <>
            <span className="font-medium tabular-nums">{counts.touched.toLocaleString('en')}</span>
            <span className="text-ink-2">
              {': '}
              {separated(
                touchedBy.map(({ by, records: some }) => (
                  <Fragment key={by}>
                    {touchedBy.length > 1 ? `${some.toLocaleString('en')} ` : ''}
                    <Toucher by={by} />
                  </Fragment>
                )),
              )}
            </span>
          </>
        )}
        {counts.beside > 0 ? (
          <span className="block text-ink-3">
            {counts.beside.toLocaleString('en')} {preview ? 'would be' : 'were'} left with another field of
            their record
          </span>
        ) : null}
      </td>
    </tr>
  );
}

/** Field by field what deciding again changes, leaves, and finds touched since. */
export function FieldEffects({
  effects,
  preview,
}: {
  effects: readonly FieldEffectCount[];
  preview: boolean;
}) {
  if (effects.length === 0) return null;
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-surface">
      <table aria-label="Field by field" className="w-full border-collapse text-base">
        <thead>
          <tr className="bg-surface-2 text-left text-sm text-ink-2">
            <th scope="col" className="px-3 py-1 font-normal">
              Field
            </th>
            <th scope="col" className="px-3 py-1 text-right font-normal">
              Records
            </th>
            <th scope="col" className="px-3 py-1 font-normal">
              {preview ? 'Would change' : 'Changed'}
            </th>
            <th scope="col" className="px-3 py-1 text-right font-normal">
              Stays as it is
            </th>
            <th scope="col" className="px-3 py-1 font-normal">
              Touched since
            </th>
          </tr>
        </thead>
        <tbody>
          {summarizeEffects(effects).map((summary) => (
            <Row key={summary.field} summary={summary} preview={preview} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
