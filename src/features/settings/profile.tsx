'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice, type ErrorParts } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { updateUser } from '../auth/auth-client.ts';
import { authError } from '../auth/auth-error.ts';
import { ThemeChoice } from '../workspace/theme-choice.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** The person's name and theme. */
export function Profile() {
  const { user } = useWorkspace();
  const router = useRouter();
  const [name, setName] = useState(user.name);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<ErrorParts | null>(null);
  const changed = name.trim() !== '' && name.trim() !== user.name;
  const save = async () => {
    setSaving(true);
    const answer = await updateUser({ name: name.trim() });
    setSaving(false);
    setError(answer.error ? authError(answer.error, 'The name was not saved.') : null);
    if (answer.error) return;
    toast.success('Saved');
    router.refresh();
  };
  return (
    <Card title="You">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) void save();
        }}
      >
        <Field label="Name">
          <Input
            value={name}
            maxLength={120}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
        <Button type="submit" className="self-start" disabled={!changed} loading={saving}>
          Save
        </Button>
      </form>
      <div className="mt-4 flex flex-col items-start gap-1.5 border-t border-line pt-4">
        <span className="text-sm font-medium text-ink-2">Theme</span>
        <ThemeChoice />
      </div>
    </Card>
  );
}
