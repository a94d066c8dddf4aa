'use client';

import { AlarmClock } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Menu } from '#ui/menu.tsx';
import { timeZoneName } from '#ui/time-zone-name.ts';
import type { TriageActions } from './use-triage.ts';

const HOUR = 3_600_000;

/** Tomorrow at nine in the morning, local time. */
function tomorrow(): Date {
  const date = new Date(Date.now() + 24 * HOUR);
  date.setHours(9, 0, 0, 0);
  return date;
}

/** Lets an issue rest: for a while, until it has come up some times more, or until a time of one's own. */
export function SnoozeMenu({ actions }: { actions: TriageActions }) {
  const [asking, setAsking] = useState(false);
  const [until, setUntil] = useState('');
  const date = until ? new Date(until) : null;
  const ahead = date !== null && date.getTime() > Date.now();
  return (
    <>
      <Menu
        align="end"
        trigger={<Button icon={<AlarmClock aria-hidden />}>Snooze</Button>}
        items={[
          { label: 'For an hour', onSelect: () => actions.snoozeUntil(new Date(Date.now() + HOUR)) },
          { label: 'Until tomorrow at nine', onSelect: () => actions.snoozeUntil(tomorrow()) },
          { label: 'For a week', onSelect: () => actions.snoozeUntil(new Date(Date.now() + 168 * HOUR)) },
          { kind: 'separator' },
          { label: 'Until it comes up 10 times more', onSelect: () => actions.snoozeTimes(10) },
          { label: 'Until it comes up 100 times more', onSelect: () => actions.snoozeTimes(100) },
          { label: 'Until it comes up 1,000 times more', onSelect: () => actions.snoozeTimes(1000) },
          { kind: 'separator' },
          { label: 'Until a time…', onSelect: () => setAsking(true) },
        ]}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        size="sm"
        title="Snooze until"
        description="The issue comes back then, if it is still there."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!ahead}
              loading={actions.settling}
              onClick={() => date && actions.snoozeUntil(date, () => setAsking(false))}
            >
              Snooze
            </Button>
          </>
        }
      >
        <Field
          label={`Time (${timeZoneName()})`}
          error={date && !ahead ? 'Give a time that is to come.' : null}
        >
          <Input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      </Dialog>
    </>
  );
}
