'use client';

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Drift } from './use-drifts.ts';

const looks = {
  stopped: { Icon: CircleAlert, tone: 'text-fail', word: 'Stopped' },
  suspended: { Icon: TriangleAlert, tone: 'text-warn', word: 'Suspended' },
  warning: { Icon: TriangleAlert, tone: 'text-warn', word: 'Warning' },
  info: { Icon: Info, tone: 'text-ink-2', word: 'New' },
} as const;

/** One thing that changed in a flow's streams: what happened, and what the flow does about it by itself. */
export function DriftItem({ drift, children }: { drift: Drift; children?: ReactNode }) {
  const { Icon, tone, word } = looks[drift.severity];
  return (
    <li className="flex gap-3 border-b border-line px-4 py-2 last:border-b-0">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="text-ink">
          <span className={`font-medium ${tone}`}>{word}: </span>
          {drift.title}
        </p>
        <p className="text-ink-2">{drift.detail}</p>
        {children}
      </div>
    </li>
  );
}
