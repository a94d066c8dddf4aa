'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw, X } from 'lucide-react';
import { noticeTitle, testSentence } from '#core/alerts/notification.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { SidePanel } from '#ui/side-panel.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AttemptStatus } from './attempt-status.tsx';
import type { Delivery } from './delivery-list.tsx';

/** One delivery: what it says, and every attempt at it. */
export function DeliveryPanel({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const again = useMutation(
    trpc.alert.redeliver.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() }),
    }),
  );
  const { id, title, payload, log, nextAttemptAt, kind, channelId, state } = delivery;
  const error = errorParts(again.error);
  const repeatable = can('alert.redeliver') && kind !== 'test' && channelId !== null && state !== 'sending';
  return (
    <SidePanel label={title} width={380}>
      <header className="flex items-start gap-2 border-b border-line px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold text-ink">{title}</h2>
          <code className="text-sm text-ink-3">{id}</code>
        </div>
        <IconButton label="Close" onClick={onClose} className="-mr-1.5">
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {kind === 'test' ? <p className="text-ink-2">It says: “{testSentence}”</p> : null}
        <ul className="flex flex-col gap-2">
          {payload.notices.map((notice) => (
            <li key={`${notice.incidentId}-${notice.event}-${notice.at}`}>
              <p className="font-medium">{noticeTitle(notice)}</p>
              <p className="text-sm text-ink-2">{notice.detail}</p>
            </li>
          ))}
        </ul>
        {payload.more > 0 ? (
          <p className="mt-2 text-ink-3">and {payload.more.toLocaleString('en')} more</p>
        ) : null}
        {repeatable ? (
          <Button
            className="mt-3"
            icon={<RotateCw aria-hidden />}
            loading={again.isPending}
            onClick={() => again.mutate({ workspace: slug, id })}
          >
            Deliver again
          </Button>
        ) : null}
        {error ? <ErrorNotice className="mt-3" error={error} /> : null}
        <h3 className="mt-5 mb-2 text-sm font-medium text-ink-2">Attempts</h3>
        {log.length === 0 ? <p className="text-ink-3">None yet.</p> : null}
        <ol className="flex flex-col gap-2">
          {log.map((attempt) => (
            <li key={attempt.at}>
              <div className="flex items-baseline justify-between gap-3">
                <AttemptStatus attempt={attempt} />
                <ClockTime at={attempt.at} className="shrink-0 text-sm text-ink-3" />
              </div>
              <p className="text-sm break-words text-ink-2">
                {attempt.ok && attempt.answer ? `${attempt.answer}, ` : ''}after{' '}
                {attempt.milliseconds.toLocaleString('en')} ms
              </p>
            </li>
          ))}
        </ol>
        {nextAttemptAt ? (
          <p className="mt-3 text-ink-2">
            Tried again at <ClockTime at={nextAttemptAt} />.
          </p>
        ) : null}
      </div>
    </SidePanel>
  );
}
