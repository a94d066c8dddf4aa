'use client';

import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Textarea } from '#ui/textarea.tsx';

/** Sets an issue aside for good, with the reason. */
export function IgnoreDialog({
  open,
  onOpenChange,
  pending,
  onIgnore,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pending: boolean;
  onIgnore: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Ignore this issue"
      description="Its records stay parked, and it does not come back by itself. Records that fail at another field, constraint or code are another issue, and show."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={reason.trim() === ''}
            loading={pending}
            onClick={() => onIgnore(reason.trim())}
          >
            Ignore
          </Button>
        </>
      }
    >
      <Field label="Why" hint="For whoever wonders about it later." required>
        <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
