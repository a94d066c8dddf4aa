'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { channelKinds } from './channel-kinds.ts';
import type { Channel } from './channel-list.tsx';
import { ChannelSettingsFields } from './channel-settings-fields.tsx';
import { type ChannelValues, channelValues, fromChannel, toChannel } from './channel-values.ts';
import { QuietHoursFields } from './quiet-hours-fields.tsx';

const kindChoices = Object.entries(channelKinds).map(([value, { label }]) => ({
  value: value as ChannelValues['kind'],
  label,
}));

/** The signing secret of a webhook, shown this once. */
function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Keep this signing secret"
      description="The receiver checks the signature with it. It is not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CodeBlock code={secret} label="Copy the secret" />
    </Dialog>
  );
}

/** Makes or changes a channel. */
export function ChannelDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const form = useForm<ChannelValues>({
    resolver: zodResolver(channelValues(channel !== null)),
    defaultValues: fromChannel(channel),
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() });
  const save = useMutation(
    trpc.alert.saveChannel.mutationOptions({
      onSuccess: () => void refresh(),
    }),
  );
  const remove = useMutation(
    trpc.alert.deleteChannel.mutationOptions({
      onSuccess: () => void refresh(),
    }),
  );
  // Windows close only while they are there: another one that was opened meanwhile stays.
  const send = (more: { renewSecret?: boolean } = {}) =>
    form.handleSubmit((values) =>
      save.mutate(
        { workspace: slug, ...toChannel(values, channel?.id), ...more },
        { onSuccess: ({ signingSecret }) => signingSecret === null && onClose() },
      ),
    )();
  if (save.data?.signingSecret) return <SecretDialog secret={save.data.signingSecret} onClose={onClose} />;
  const error = errorParts(save.error);
  if (channel && deleting) {
    return (
      <ConfirmDialog
        open
        onOpenChange={setDeleting}
        title={`Delete the channel ${channel.name}?`}
        description="Rules that tell it keep their other channels. What waits to be delivered through it is given up."
        action="Delete channel"
        pending={remove.isPending}
        error={errorParts(remove.error)}
        onConfirm={() => remove.mutate({ workspace: slug, id: channel.id }, { onSuccess: onClose })}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={channel ? 'Alert channel' : 'New alert channel'}
      footer={
        <>
          {channel ? (
            <Button variant="danger" className="mr-auto" onClick={() => setDeleting(true)}>
              Delete
            </Button>
          ) : null}
          {channel?.kind === 'webhook' ? (
            <Button onClick={() => void send({ renewSecret: true })}>New signing secret</Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={save.isPending} onClick={() => void send()}>
            {channel ? 'Save' : 'Make the channel'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <Field label="Name" error={form.formState.errors.name?.message}>
            <Input {...form.register('name')} />
          </Field>
          <Controller
            control={form.control}
            name="kind"
            render={({ field }) => (
              <Field label="Kind" hint={channelKinds[field.value].hint}>
                <Select
                  value={field.value}
                  onChange={field.onChange}
                  options={kindChoices}
                  disabled={channel !== null}
                />
              </Field>
            )}
          />
        </div>
        <ChannelSettingsFields form={form} stored={channel !== null} />
        <QuietHoursFields form={form} />
        {error ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
