'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';

/** For a person who belongs to no workspace. */
export function CreateFirstWorkspace() {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const create = useMutation(
    trpc.workspace.create.mutationOptions({ onSuccess: ({ slug }) => window.location.assign(`/w/${slug}`) }),
  );
  const error = errorParts(create.error);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) create.mutate({ name: name.trim() });
      }}
    >
      <Field label="Name of the workspace">
        <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={80} autoFocus />
      </Field>
      {error ? <ErrorNotice error={error} /> : null}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        disabled={!name.trim()}
        loading={create.isPending || create.isSuccess}
      >
        Create workspace
      </Button>
    </form>
  );
}
