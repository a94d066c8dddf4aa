'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { SidePanel } from '#ui/side-panel.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { Incident } from './incident-list.tsx';
import { eventWords, lasted } from './incident-words.ts';
import { MuteMenu } from './mute-menu.tsx';
import { SeverityDot } from './severity-dot.tsx';

/** One alert: what is so, what happened, and what a person can do. */
export function IncidentPanel({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { path } = useWorkspace();
  const { rule, severity, state, detail, flowId, flowName, timeline, about } = incident;
  const watches = useWatched(incident.ruleId);
  return (
    <SidePanel label={rule} width={380}>
      <header className="flex items-start gap-2 border-b border-line px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold text-ink">{rule}</h2>
          <div className="mt-1 flex items-center gap-3">
            <SeverityDot severity={severity} over={state === 'resolved'} />
            <span className="text-ink-3">
              {state === 'resolved' ? `over after ${lasted(incident)}` : 'firing'}
            </span>
          </div>
        </div>
        <IconButton label="Close" onClick={onClose} className="-mr-1.5">
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        <p className="text-ink">{detail}</p>
        {flowId && flowName ? (
          <p className="mt-2 flex flex-wrap gap-x-4">
            {watches === 'issue' ? (
              <Link href={path(`/issues/${about}`)} className="text-accent hover:underline">
                See the issue
              </Link>
            ) : null}
            <Link href={path(`/flows/${flowId}/monitor`)} className="text-accent hover:underline">
              Look at {flowName}
            </Link>
          </p>
        ) : null}
        <IncidentActions incident={incident} />
        <h3 className="mt-5 mb-2 text-sm font-medium text-ink-2">What happened</h3>
        <ol className="flex flex-col">
          {timeline.map((event) => {
            const { title, detail: more } = eventWords(event);
            return (
              <li
                key={`${event.at}-${event.kind}`}
                className="relative border-l border-line pb-3 pl-4 last:pb-0 before:absolute before:top-1.5 before:-left-[3.5px] before:size-1.5 before:rounded-full before:bg-line-strong"
              >
                <div className="flex items-baseline justify-between gap-3">
                  <span className="font-medium">{title}</span>
                  <ClockTime at={event.at} className="shrink-0 text-sm text-ink-3" />
                </div>
                {more ? <p className="text-sm text-ink-2">{more}</p> : null}
              </li>
            );
          })}
        </ol>
      </div>
    </SidePanel>
  );
}

/** What the rule is about; null for one that was deleted. */
function useWatched(ruleId: string | null) {
  const { slug } = useWorkspace();
  const rules = useQuery(useTRPC().alert.rules.queryOptions({ workspace: slug }));
  return rules.data?.find(({ id }) => id === ruleId)?.condition.kind ?? null;
}

function IncidentActions({ incident }: { incident: Incident }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() }),
    onError: (error: unknown) => {
      toast.error(errorParts(error)?.message ?? 'That did not work');
    },
  };
  const acknowledge = useMutation(trpc.alert.acknowledge.mutationOptions(options));
  const mute = useMutation(trpc.alert.muteIncident.mutationOptions(options));
  if (incident.state === 'resolved' || !can('alert.acknowledge')) return null;
  const { id, acknowledged, mutedUntil } = incident;
  return (
    <div className="mt-3 flex items-center gap-2">
      {acknowledged ? (
        <span className="flex-1 text-sm text-ink-2">{acknowledged.by} looks after it.</span>
      ) : (
        <Button
          variant="primary"
          icon={<Check aria-hidden />}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ workspace: slug, id })}
        >
          Acknowledge
        </Button>
      )}
      <MuteMenu
        muted={mutedUntil !== null}
        pending={mute.isPending}
        onMute={(minutes) => mute.mutate({ workspace: slug, id, minutes })}
      />
    </div>
  );
}
