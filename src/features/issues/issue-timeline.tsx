'use client';

import { useState } from 'react';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { TriageActions } from './use-triage.ts';

type Event = ApiOutput['issue']['show']['events'][number];

const words: Record<Event['kind'], string> = {
  seen: 'saw it for the first time',
  returned: 'saw it again: it is back',
  recovered: 'resolved it: every record of it is in line again',
  assigned: 'assigned it to',
  snoozed: 'snoozed it',
  ignored: 'ignored it:',
  resolved: 'resolved it',
  reopened: 'took it back up',
  noted: 'wrote',
};

/** A moment inside a snooze's words, as it is said here. */
function said({ kind, text }: Event): string {
  const moment = kind === 'snoozed' ? /^until (\d{4}-\S+Z)$/.exec(text)?.[1] : undefined;
  return moment
    ? `until ${new Date(moment).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`
    : text;
}

function NoteBox({ actions }: { actions: TriageActions }) {
  const [text, setText] = useState('');
  const write = () => {
    if (text.trim() === '' || actions.noting) return;
    actions.note(text.trim(), () => setText((now) => (now === text ? '' : now)));
  };
  return (
    <form
      className="border-b border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        write();
      }}
    >
      <Textarea
        aria-label="Note"
        placeholder="What you found out, for whoever looks at it next"
        rows={2}
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) write();
        }}
      />
      <div className="mt-2 flex justify-end">
        <Button type="submit" size="sm" disabled={text.trim() === ''} loading={actions.noting}>
          Add note
        </Button>
      </div>
    </form>
  );
}

/** What people did about an issue, and how it came and went, newest first. */
export function IssueTimeline({ events, actions }: { events: readonly Event[]; actions: TriageActions }) {
  const { can } = useWorkspace();
  return (
    <Card title="Notes and history" flush>
      {can('issue.note') ? <NoteBox actions={actions} /> : null}
      <ol aria-label="History" className="py-1">
        {events.map((event) => (
          <li key={`${event.at} ${event.kind} ${event.text}`} className="px-4 py-1.5">
            <p className="flex items-baseline gap-2 text-sm">
              <span className="min-w-0 flex-1 text-ink-2">
                <span className="font-medium text-ink">{event.actor ?? 'Syncline'}</span> {words[event.kind]}
                {event.kind === 'noted' ? null : ` ${said(event)}`}
              </span>
              <ClockTime at={new Date(event.at)} className="shrink-0 text-ink-3" />
            </p>
            {event.kind === 'noted' ? (
              <p className="mt-1 rounded-md bg-surface-2 px-2 py-1.5 break-words whitespace-pre-wrap">
                {event.text}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
