'use client';

import type { CodeProofs } from '../../node-environment.client.tsx';

/** What is to be known of the records that code is tried on; nothing where they are as anybody would expect. */
export function TryNotes({ samples, debug }: Pick<CodeProofs, 'samples' | 'debug'>) {
  const notes = [...debugNotes(debug?.data ?? null), ...sampleNotes(samples.data)];
  if (notes.length === 0) return null;
  return (
    <ul aria-label="About these records" className="border-b border-line px-4 py-2 text-sm text-ink-2">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function debugNotes(debug: NonNullable<CodeProofs['debug']>['data']): string[] {
  if (debug?.read !== 'now') return [];
  return ['The ledger does not keep all values of the record: it is tried as its system has it now.'];
}

function sampleNotes(samples: CodeProofs['samples']['data']): string[] {
  if (!samples) return [];
  const { dropped, failed, failure, masked } = samples;
  const count = (number: number) => (number === 1 ? '1 record' : `${number} records`);
  return [
    ...(dropped > 0
      ? [`${count(dropped)} of the stream: steps before this one let them through no more.`]
      : []),
    ...(failed > 0
      ? [`${count(failed)} of the stream: code before this step fails on them: ${failure}`]
      : []),
    ...(masked.length > 0 ? [`Masked for you, so with a plain value here: ${masked.join(', ')}.`] : []),
  ];
}
