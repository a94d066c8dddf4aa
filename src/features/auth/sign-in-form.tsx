'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '#ui/button.tsx';
import { ErrorNotice, type ErrorParts } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { signIn } from './auth-client.ts';
import { authError } from './auth-error.ts';
import { SignInForm as Values } from './credentials.ts';

/** E-mail and password. Loads `next` anew afterwards, so that the server knows who is there. */
export function SignInForm({ next, email = '' }: { next: string; email?: string }) {
  const [error, setError] = useState<ErrorParts | null>(null);
  const { register, handleSubmit, formState } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email, password: '' },
  });
  const submit = handleSubmit(async (values) => {
    setError(null);
    const answer = await signIn.email(values);
    if (answer.error) setError(authError(answer.error, 'Signing in failed.'));
    else window.location.assign(next);
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" noValidate>
      <Field label="E-mail" error={formState.errors.email?.message}>
        <Input type="email" autoComplete="username" autoFocus={!email} {...register('email')} />
      </Field>
      <Field label="Password" error={formState.errors.password?.message}>
        <Input
          type="password"
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          {...register('password')}
        />
      </Field>
      {error ? <ErrorNotice error={error} /> : null}
      <Button type="submit" variant="primary" size="lg" loading={formState.isSubmitting} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}
