'use client';

import Link from 'next/link';
import { classNames } from '#lib/class-names.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Card } from '#ui/card.tsx';
import { ledgerStatuses } from '../records/ledger-status-dot.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Counts = ApiOutput['home']['summary']['counts'];

const order: (keyof Counts)[] = ['applied', 'unchanged', 'resolved', 'held', 'failed', 'parked', 'skipped'];
const tones: Partial<Record<keyof Counts, string>> = {
  held: 'text-conflict',
  failed: 'text-fail',
  parked: 'text-warn',
};

/** Changes of the last 24 hours by what became of them; each number opens its records. */
export function DayCounts({ counts }: { counts: Counts }) {
  const { path } = useWorkspace();
  return (
    <Card flush title="Changes in the last 24 hours">
      <ul className="grid grid-cols-7 overflow-hidden max-md:grid-cols-2">
        {order.map((status) => (
          <li
            key={status}
            className="border-r border-line last:border-r-0 max-md:-mb-px max-md:border-b max-md:even:border-r-0"
          >
            <Link
              href={path(`/records?range=24h&status=${status}`)}
              className="block px-4 py-3 -outline-offset-2 hover:bg-surface-2"
            >
              <span
                className={classNames(
                  'block text-xl font-semibold',
                  counts[status] > 0 ? (tones[status] ?? 'text-ink') : 'text-ink-3',
                )}
              >
                {counts[status].toLocaleString('en')}
              </span>
              <span className="text-sm text-ink-2">{ledgerStatuses[status].label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
