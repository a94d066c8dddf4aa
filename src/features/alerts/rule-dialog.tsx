'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { Switch } from '#ui/switch.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { MuteMenu } from './mute-menu.tsx';
import { NumberField } from './number-field.tsx';
import type { Rule } from './rule-list.tsx';
import { fromRule, RuleValues, toRule } from './rule-values.ts';
import { severityChoices } from './severity-dot.tsx';
import { WatchedFields } from './watched-fields.tsx';

type Channel = ApiOutput['alert']['channels'][number];

/** Makes or changes a rule. Without the right to, it is only read. */
export function RuleDialog({
  rule,
  channels,
  onClose,
  onDelete,
  deleting,
}: {
  /** Null for a new one. */
  rule: Rule | null;
  channels: readonly Channel[];
  onClose: () => void;
  onDelete: (() => void) | null;
  deleting: boolean;
}) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm<RuleValues>({ resolver: zodResolver(RuleValues), defaultValues: fromRule(rule) });
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.alert.pathKey() });
  const save = useMutation(trpc.alert.saveRule.mutationOptions({ onSuccess: () => void refresh() }));
  const mute = useMutation(trpc.alert.muteRule.mutationOptions({ onSuccess: refresh }));
  // Only while this window is there: another one that was opened meanwhile stays.
  const submit = form.handleSubmit((values) =>
    save.mutate({ workspace: slug, ...toRule(values, rule?.id) }, { onSuccess: onClose }),
  );
  const error = errorParts(save.error ?? mute.error);
  const editable = can('alert.saveRule');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={rule ? 'Alert rule' : 'New alert rule'}
      footer={
        <>
          {rule && editable && onDelete ? (
            <Button variant="danger" className="mr-auto" loading={deleting} onClick={onDelete}>
              Delete
            </Button>
          ) : null}
          {rule && can('alert.muteRule') ? (
            <MuteMenu
              muted={rule.muted !== null}
              pending={mute.isPending}
              onMute={(minutes) => mute.mutate({ workspace: slug, id: rule.id, minutes })}
            />
          ) : null}
          <Button onClick={onClose}>{editable ? 'Cancel' : 'Close'}</Button>
          {editable ? (
            <Button variant="primary" loading={save.isPending} onClick={() => void submit()}>
              {rule ? 'Save' : 'Make the rule'}
            </Button>
          ) : null}
        </>
      }
    >
      <form onSubmit={submit} noValidate>
        <fieldset disabled={!editable} className="flex flex-col gap-4">
          <Field label="Name" error={form.formState.errors.name?.message}>
            <Input {...form.register('name')} />
          </Field>
          <WatchedFields form={form} />
          <Timing form={form} />
          <Told form={form} channels={channels} />
          {error ? <ErrorNotice error={error} /> : null}
        </fieldset>
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof useForm<RuleValues>>;

function Timing({ form }: { form: Form }) {
  return (
    <div className="grid grid-cols-3 gap-3">
      <NumberField form={form} name="forSeconds" label="Fires after (seconds)" />
      <NumberField form={form} name="clearSeconds" label="Well again after (seconds)" />
      <NumberField form={form} name="remindMinutes" label="Remind every (minutes)" hint="Empty: once." />
    </div>
  );
}

function Told({ form, channels }: { form: Form; channels: readonly Channel[] }) {
  return (
    <>
      <div className="grid grid-cols-2 items-end gap-3">
        <Controller
          control={form.control}
          name="severity"
          render={({ field }) => (
            <Field label="Severity">
              <Select value={field.value} onChange={field.onChange} options={severityChoices} />
            </Field>
          )}
        />
        <Controller
          control={form.control}
          name="enabled"
          render={({ field }) => (
            <Switch checked={field.value} onChange={field.onChange} label="Switched on" />
          )}
        />
      </div>
      <Controller
        control={form.control}
        name="channelIds"
        render={({ field }) => (
          <fieldset>
            <legend className="text-sm font-medium text-ink-2">Channels</legend>
            {channels.length === 0 ? (
              <p className="text-sm text-ink-3">There is none yet: the alert shows here in the app.</p>
            ) : null}
            {channels.map(({ id, name }) => (
              <Checkbox
                key={id}
                checked={field.value.includes(id)}
                onChange={(checked) =>
                  field.onChange(checked ? [...field.value, id] : field.value.filter((one) => one !== id))
                }
              >
                {name}
              </Checkbox>
            ))}
          </fieldset>
        )}
      />
      <Field
        label="Message"
        hint="Goes with the alert: what to do, or whom to ask."
        error={form.formState.errors.message?.message}
      >
        <Textarea rows={2} {...form.register('message')} />
      </Field>
    </>
  );
}
