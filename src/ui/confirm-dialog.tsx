'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNotice, type ErrorParts } from './error-notice.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

/**
 * Asks before something that cannot be taken back. The button says what happens, with the number
 * where there is one; with `typed`, that text must be typed first.
 */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  action,
  count,
  typed,
  danger = true,
  pending = false,
  error,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** The button's verb and object, e.g. `Delete flow`. */
  action: string;
  /** How many things it touches; shown on the button. */
  count?: number;
  /** Text that must be typed, e.g. the thing's name. */
  typed?: string;
  danger?: boolean;
  pending?: boolean;
  error?: ErrorParts | null;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const [text, setText] = useState('');
  const ready = typed === undefined || text === typed;
  const change = (next: boolean) => {
    if (!next) setText('');
    onOpenChange(next);
  };
  const confirm = () => {
    if (ready && !pending) onConfirm();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabled={!ready}
            loading={pending}
            onClick={confirm}
          >
            {action}
            {count === undefined ? '' : ` ${count.toLocaleString('en')}`}
          </Button>
        </>
      }
    >
      {children || typed !== undefined || error ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            confirm();
          }}
        >
          {children}
          {typed === undefined ? null : (
            <Field label={`Type “${typed}” to confirm`}>
              <Input value={text} onChange={(event) => setText(event.target.value)} autoFocus />
            </Field>
          )}
          {error ? <ErrorNotice error={error} /> : null}
        </form>
      ) : null}
    </Dialog>
  );
}
