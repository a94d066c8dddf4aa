'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { NewPassword } from '../auth/credentials.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const Values = z.object({
  email: z.email('This is not an e-mail address.'),
  current: z.string(),
  password: NewPassword,
});
type Values = z.infer<typeof Values>;

/** The address and password that the person signs in with. */
export function Password() {
  const { user } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, formState, reset } = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email: user.email, current: '', password: '' },
  });
  const set = useMutation(
    trpc.account.setPassword.mutationOptions({
      onSuccess: (_, { email }) => {
        toast.success('Saved', { description: `You can sign in as ${email}.` });
        reset({ email, current: '', password: '' });
        router.refresh();
      },
    }),
  );
  const submit = handleSubmit(({ email, current, password }) =>
    set.mutate({ email, password, current: current || undefined }),
  );
  const error = errorParts(set.error);
  return (
    <Card
      title="Signing in"
      description={user.hasPassword ? undefined : 'You have no password yet and came in by a sign-in link.'}
    >
      <form className="flex flex-col gap-3" onSubmit={submit} noValidate>
        <Field label="E-mail" error={formState.errors.email?.message}>
          <Input type="email" autoComplete="username" {...register('email')} />
        </Field>
        {user.hasPassword ? (
          <Field label="Current password" error={formState.errors.current?.message}>
            <Input type="password" autoComplete="current-password" {...register('current')} />
          </Field>
        ) : null}
        <Field label="New password" hint="At least 8 characters." error={formState.errors.password?.message}>
          <Input type="password" autoComplete="new-password" {...register('password')} />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
        <Button type="submit" className="self-start" loading={set.isPending}>
          {user.hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </form>
    </Card>
  );
}
