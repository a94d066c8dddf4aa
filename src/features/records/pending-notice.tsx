'use client';

import { Hand, ParkingSquare, RefreshCw } from 'lucide-react';
import Link from 'next/link';
import type { ApiOutput } from '#trpc/api-types.ts';
import { buttonClasses } from '#ui/button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { NextAttempt } from '../conflicts/next-attempt.tsx';
import { RetryButton } from '../conflicts/retry-button.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Pending = NonNullable<ApiOutput['record']['journey']['pending']>;

const states = {
  held: { icon: Hand, tone: 'border-conflict/30 bg-conflict-bg', title: 'Waits for a person' },
  parked: { icon: ParkingSquare, tone: 'border-warn/30 bg-warn-bg', title: 'Set aside after a failure' },
  reconcile: { icon: RefreshCw, tone: 'border-line bg-surface', title: 'Both sides are being read' },
};

/** Why a record is out of line, since when, and what to do. */
export function PendingNotice({ pending }: { pending: Pending }) {
  const { path, can } = useWorkspace();
  const state = states[pending.state];
  const Icon = state.icon;
  return (
    <section
      aria-label={state.title}
      className={`flex items-start gap-3 rounded-lg border px-4 py-3 ${state.tone}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {state.title} <code className="ml-1 font-normal text-ink-2">{pending.code}</code>
        </p>
        <p className="text-ink-2">
          {pending.detail} {pending.remedy}
        </p>
        <p className="mt-1 text-sm text-ink-2">
          Since <RelativeTime at={pending.since} />
          {pending.attempts > 0
            ? `, ${pending.attempts} ${pending.attempts === 1 ? 'attempt' : 'attempts'}`
            : ''}
          {pending.nextAttemptAt ? (
            <>
              , <NextAttempt at={pending.nextAttemptAt} />
            </>
          ) : null}
        </p>
      </div>
      {pending.state === 'held' && can('conflict.decide') ? (
        <Link
          href={path(`/conflicts?flow=${pending.flowId}&record=${pending.id}`)}
          className={buttonClasses('primary')}
        >
          Decide
        </Link>
      ) : null}
      {pending.state === 'parked' ? <RetryButton ids={[pending.id]} asked={pending.retryAsked} /> : null}
    </section>
  );
}
