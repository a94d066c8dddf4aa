'use client';

import { BookmarkPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Popover } from '#ui/popover.tsx';

/** Asks for the name under which a tried record is kept as a case, with what came out as what is expected. */
export function SaveCase({
  taken,
  suggested,
  onSave,
}: {
  /** Names that other cases have. */
  taken: readonly string[];
  suggested: string;
  onSave: (name: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(suggested.slice(0, 120));
  const text = name.trim();
  const clash = taken.includes(text);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Save as a case"
      trigger={
        <Button size="sm" icon={<BookmarkPlus aria-hidden />}>
          Save as case
        </Button>
      }
    >
      <form
        className="flex w-72 flex-col gap-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text === '' || clash) return;
          onSave(text);
          setOpen(false);
        }}
      >
        <Field
          label="Name of the case"
          error={clash ? 'Another case has this name.' : null}
          hint="It expects what came out just now, and runs before each deploy."
        >
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Button type="submit" variant="primary" className="self-end" disabled={text === '' || clash}>
          Save
        </Button>
      </form>
    </Popover>
  );
}
