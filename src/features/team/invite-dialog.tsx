'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { grantableRoles, roleWords } from './roles.ts';

const Values = z.object({ email: z.email('This is not an e-mail address.'), role: Role });
type Values = z.infer<typeof Values>;

/** Invites somebody by a link that the person at the screen hands on. */
export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { slug, role } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    resolver: zodResolver(Values),
    defaultValues: { email: '', role: 'editor' },
  });
  const invite = useMutation(
    trpc.member.invite.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.member.list.queryKey() }),
    }),
  );
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) {
      form.reset();
      invite.reset();
    }
  };
  const submit = form.handleSubmit((values) => {
    if (!invite.isPending) invite.mutate({ workspace: slug, ...values });
  });
  const error = errorParts(invite.error);
  const sent = invite.data;
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="sm"
      title={sent ? 'Send them this link' : 'Invite somebody'}
      description={
        sent
          ? `Whoever opens it can join as ${invite.variables?.email}. It works once and for seven days.`
          : undefined
      }
      footer={
        sent ? (
          <Button variant="primary" onClick={() => close(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)}>Cancel</Button>
            <Button variant="primary" loading={invite.isPending} onClick={() => void submit()}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {sent ? (
        <CodeBlock code={sent.link} label="Copy the link" />
      ) : (
        <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
          <Field label="E-mail" error={form.formState.errors.email?.message}>
            <Input type="email" autoFocus {...form.register('email')} />
          </Field>
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => (
              <Field label="Role" hint={`${roleWords[field.value]}.`}>
                <Select
                  value={field.value}
                  onChange={field.onChange}
                  options={grantableRoles(role).map(({ value, label }) => ({ value, label }))}
                />
              </Field>
            )}
          />
          {error ? <ErrorNotice error={error} /> : null}
        </form>
      )}
    </Dialog>
  );
}
