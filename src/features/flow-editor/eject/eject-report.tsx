'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { EjectDifference } from '#core/code/eject/compare-ejected.ts';
import { rowsLookedAt } from '#core/transform/rows-looked-at.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { CodeBlock } from '#ui/code-block.tsx';

type Ejected = ApiOutput['code']['eject'];

/** What became of records that went through both forms, what stays as it is, and the code. */
export function EjectReport({ ejected, kind }: { ejected: Ejected; kind: 'mapping' | 'filter' }) {
  const code = ejected.graph.nodes.find((node) => node.id === ejected.codeId);
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-1.5" aria-label="Comparison">
        {ejected.compared.map((compared) => (
          <li key={compared.side} className="flex items-start gap-2">
            {compared.different === 0 ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            )}
            <ComparedWords compared={compared} />
          </li>
        ))}
      </ul>
      <Differences differences={ejected.compared.flatMap(({ differences }) => differences)} kind={kind} />
      {ejected.kept.length > 0 ? (
        <section>
          <h3 className="pb-1 font-medium text-ink">Stays in the mapping</h3>
          <ul className="flex flex-col gap-1 text-sm">
            {ejected.kept.map(({ title, why }) => (
              <li key={title}>
                <code className="text-ink">{title}</code> <span className="text-ink-2">{why}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {code?.kind === 'code' ? (
        <section>
          <h3 className="pb-1 font-medium text-ink">The code</h3>
          <CodeBlock code={code.source} className="max-h-72 overflow-auto" />
        </section>
      ) : null}
    </div>
  );
}

function ComparedWords({ compared }: { compared: Ejected['compared'][number] }) {
  const { different, checked, looked, stream, refused } = compared;
  const count = (of: number) => of.toLocaleString('en');
  if (checked === 0) {
    return (
      <span>
        <code>{stream}</code> has no record to compare both forms on
      </span>
    );
  }
  return (
    <span>
      {different === 0
        ? `Same output on ${count(checked)} record${checked === 1 ? '' : 's'}`
        : `${count(different)} of ${count(checked)} records come out otherwise`}{' '}
      <span className="text-ink-2">
        ({rowsLookedAt(checked, looked)} of <code className="text-ink">{stream}</code>
        {refused > 0 ? `, ${count(refused)} of which both refuse` : ''})
      </span>
    </span>
  );
}

function Differences({
  differences,
  kind,
}: {
  differences: readonly EjectDifference[];
  kind: 'mapping' | 'filter';
}) {
  if (differences.length === 0) return null;
  return (
    <table className="w-full text-left text-sm">
      <caption className="sr-only">Records that come out otherwise</caption>
      <thead className="text-ink-2">
        <tr>
          {['Field', 'Record', `By the ${kind}`, 'By the code'].map((title) => (
            <th key={title} scope="col" className="py-1 pr-3 font-medium">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <tr
            key={JSON.stringify([difference.side, difference.field, difference.given])}
            className="border-t border-line align-top font-mono"
          >
            <td className="py-1 pr-3">{difference.field}</td>
            <td className="max-w-60 truncate py-1 pr-3">{JSON.stringify(difference.given)}</td>
            <td className="py-1 pr-3">{valueWords(difference.mapping)}</td>
            <td className="py-1 pr-3">{valueWords(difference.code)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueWords(value: EjectDifference['mapping'] | EjectDifference['code']): string {
  if (value === null) return 'empty';
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value.refused === 'string' ? `refused: ${value.refused}` : 'refused';
}
