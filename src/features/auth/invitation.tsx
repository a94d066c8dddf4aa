'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice, type ErrorParts } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { signUp } from './auth-client.ts';
import { authError } from './auth-error.ts';
import { SignUpForm as Values } from './credentials.ts';
import { SignInForm } from './sign-in-form.tsx';

function useAccept(invitationId: string) {
  const trpc = useTRPC();
  const accept = useMutation(
    trpc.member.acceptInvitation.mutationOptions({
      onSuccess: ({ slug }) => window.location.assign(`/w/${slug}`),
    }),
  );
  return {
    join: () => accept.mutate({ invitationId }),
    // The next page is on its way once it succeeded.
    joining: accept.isPending || accept.isSuccess,
    error: errorParts(accept.error),
  };
}

/** For somebody who is signed in: one button. */
export function AcceptInvitation({ invitationId }: { invitationId: string }) {
  const { join, joining, error } = useAccept(invitationId);
  return (
    <div className="flex flex-col gap-3">
      {error ? <ErrorNotice error={error} /> : null}
      <Button variant="primary" size="lg" loading={joining} onClick={join}>
        Join
      </Button>
    </div>
  );
}

function SignUp({ email, onSignedUp }: { email: string; onSignedUp: () => void }) {
  const [error, setError] = useState<ErrorParts | null>(null);
  const { register, handleSubmit, formState } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { name: '', password: '' },
  });
  const submit = handleSubmit(async (values) => {
    setError(null);
    const answer = await signUp.email({ ...values, email });
    if (answer.error) setError(authError(answer.error, 'The account could not be made.'));
    else onSignedUp();
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
      <Field label="E-mail">
        <Input value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" error={formState.errors.name?.message}>
        <Input autoComplete="name" autoFocus {...register('name')} />
      </Field>
      <Field label="Password" hint="At least 8 characters." error={formState.errors.password?.message}>
        <Input type="password" autoComplete="new-password" {...register('password')} />
      </Field>
      {error ? <ErrorNotice error={error} /> : null}
      <Button type="submit" variant="primary" size="lg" loading={formState.isSubmitting} className="mt-1">
        Create account and join
      </Button>
    </form>
  );
}

/** For somebody who is not: an account of their own first, or the one they have. */
export function JoinByInvitation({ invitationId, email }: { invitationId: string; email: string }) {
  const [mode, setMode] = useState<'new' | 'known'>('new');
  const [signedUp, setSignedUp] = useState(false);
  const { join, joining, error } = useAccept(invitationId);
  if (signedUp) {
    return (
      <div className="flex flex-col gap-3">
        <p className="text-ink-2">Your account is ready.</p>
        {error ? <ErrorNotice error={error} /> : null}
        <Button variant="primary" size="lg" loading={joining} onClick={join}>
          Join
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Segmented
        label="Account"
        value={mode}
        onChange={setMode}
        className="self-start"
        options={[
          { value: 'new', label: 'New account' },
          { value: 'known', label: 'I have an account' },
        ]}
      />
      {mode === 'new' ? (
        <SignUp
          email={email}
          onSignedUp={() => {
            setSignedUp(true);
            join();
          }}
        />
      ) : (
        <SignInForm email={email} next={`/invite/${invitationId}`} />
      )}
    </div>
  );
}
