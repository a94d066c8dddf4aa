'use client';

import { Controller, type UseFormReturn } from 'react-hook-form';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { Textarea } from '#ui/textarea.tsx';
import type { ChannelValues } from './channel-values.ts';

type Form = UseFormReturn<ChannelValues>;

/** What the chosen kind of channel wants to know. @param stored secrets that are left empty stay as they were */
export function ChannelSettingsFields({ form, stored }: { form: Form; stored: boolean }) {
  if (form.watch('kind') === 'email') return <EmailFields form={form} stored={stored} />;
  return (
    <Field
      label="Address"
      hint={
        stored
          ? 'Kept secret; left empty, it stays as it is.'
          : 'It is kept secret: only its host is shown later.'
      }
      error={form.formState.errors.url?.message}
    >
      <Input mono type="url" placeholder="https://" {...form.register('url')} />
    </Field>
  );
}

function EmailFields({ form, stored }: { form: Form; stored: boolean }) {
  const { errors } = form.formState;
  return (
    <>
      <div className="grid grid-cols-[1fr_88px_120px] gap-3">
        <Field label="Mail server" error={errors.host?.message}>
          <Input mono placeholder="smtp.example.com" {...form.register('host')} />
        </Field>
        <Field label="Port" error={errors.port?.message}>
          <Input type="number" {...form.register('port', { valueAsNumber: true })} />
        </Field>
        <Controller
          control={form.control}
          name="security"
          render={({ field }) => (
            <Field label="Encryption">
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: 'starttls', label: 'STARTTLS' },
                  { value: 'tls', label: 'TLS' },
                  { value: 'none', label: 'None' },
                ]}
              />
            </Field>
          )}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="User" hint="Empty: no sign-in." error={errors.user?.message}>
          <Input autoComplete="off" {...form.register('user')} />
        </Field>
        <Field
          label="Password"
          hint={stored ? 'Left empty, it stays as it is.' : undefined}
          error={errors.password?.message}
        >
          <Input type="password" autoComplete="new-password" {...form.register('password')} />
        </Field>
      </div>
      <Field label="From" error={errors.from?.message}>
        <Input type="email" {...form.register('from')} />
      </Field>
      <Field label="To" hint="Addresses, one a line." error={errors.to?.message}>
        <Textarea rows={2} {...form.register('to')} />
      </Field>
    </>
  );
}
