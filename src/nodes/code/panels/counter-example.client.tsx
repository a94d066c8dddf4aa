'use client';

import type { CodeShape } from '#core/code/code-shape.ts';
import type { LawBreak } from '#core/code/law-report.ts';
import { RowTable } from './row-table.client.tsx';

const laws = {
  input: { words: 'forward, then backward, changes a record', there: 'forward', back: 'backward', name: 'x' },
  output: {
    words: 'backward, then forward, changes a record',
    there: 'backward',
    back: 'forward',
    name: 'y',
  },
} as const;

/** A record that breaks a law of a lens, with what became of it, side by side. */
export function CounterExample({ found, shape }: { found: LawBreak; shape: CodeShape | null }) {
  const { law, from, given, through, onto, back, fields } = found;
  const { words, there, back: way, name } = laws[law];
  const returned = back ?? {};
  // What the second function leaves out stays as it is, so it is no difference.
  const kept = Object.fromEntries(Object.entries(given).filter(([field]) => !Object.hasOwn(returned, field)));
  return (
    <section aria-label={`Counter-example: ${words}`} className="rounded-lg border border-fail/30">
      <header className="border-b border-line bg-fail-bg px-3 py-2">
        <h3 className="font-medium text-ink">
          {back === null ? `${there}, then ${way}, loses a record` : words}
        </h3>
        <p className="text-sm text-ink-2">
          {from === 'sample'
            ? 'Found among the records of the stream'
            : 'The smallest of the made-up records that show it'}
          {fields.length > 0 && back !== null ? `: ${fields.join(', ')}` : ''}
        </p>
      </header>
      <div className="flex flex-col gap-2 p-2">
        <RowTable
          label="There and back"
          differencesFirst
          columns={[
            { head: name, row: given },
            {
              head: back === null ? 'comes to nothing' : `${way}(${there}(${name}))`,
              row: { ...kept, ...returned },
            },
          ]}
          fields={shape?.[law] ?? []}
        />
        <details>
          <summary className="cursor-default text-sm text-ink-2">
            On the way: {there}({name})
          </summary>
          <RowTable label="On the way" columns={[{ head: `${there}(${name})`, row: through }]} fields={[]} />
          {onto ? (
            <p className="mt-1 text-sm text-ink-3">
              What {there} leaves out is as in a record of the other side.
            </p>
          ) : null}
        </details>
      </div>
    </section>
  );
}
