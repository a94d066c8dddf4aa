'use client';

import { useMutation } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import type { ReactNode } from 'react';
import { connectorManifests } from '#connectors/registry.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice, type ErrorParts } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { SettingInput } from './setting-input.tsx';
import { TestResult } from './test-result.tsx';
import { type ConnectionDraft, useConnectionForm } from './use-connection-form.ts';

const connectors = Object.values(connectorManifests);

/** The settings of a connection: a pasted URL fills them; a test says whether they work. */
export function ConnectionForm({
  initial,
  saveLabel,
  saving,
  saveError,
  onSave,
  extra,
}: {
  initial: ConnectionDraft;
  saveLabel: string;
  saving: boolean;
  saveError: ErrorParts | null;
  onSave: (draft: { name: string; connector: string; config: Record<string, unknown> }) => void;
  /** Further buttons at the left of the footer. */
  extra?: ReactNode;
}) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const form = useConnectionForm(initial);
  const test = useMutation(
    trpc.connection.testConfig.mutationOptions({ onSuccess: ({ profiled }) => form.propose(profiled) }),
  );
  const change = (field: string) => (value: string) => {
    form.set(field, value);
    test.reset();
  };
  const runTest = () => {
    if (!form.check('settings')) return;
    test.mutate({ workspace: slug, id: initial.id, connector: form.connector, config: form.settings });
  };
  const save = () => {
    if (form.check('all'))
      onSave({ name: form.name.trim(), connector: form.connector, config: form.settings });
  };
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {connectors.length > 1 && !initial.id ? (
        <Field label="System">
          <Select
            value={form.connector}
            onChange={form.setConnector}
            options={connectors.map(({ id, label }) => ({ value: id, label }))}
          />
        </Field>
      ) : null}
      <Field label="Paste a URL" hint="It fills the settings below and is not kept." error={form.urlProblem}>
        <Input
          mono
          autoFocus={!initial.id}
          value={form.url}
          placeholder={form.manifest?.urlExample}
          onChange={(event) => {
            form.readUrl(event.target.value);
            test.reset();
          }}
        />
      </Field>
      <hr className="border-line" />
      <Field label="Name" hint="Flows and the command line call it by this name." error={form.nameProblem}>
        <Input value={form.name} maxLength={60} onChange={(event) => form.setName(event.target.value)} />
      </Field>
      <div className="grid grid-cols-2 gap-x-3 gap-y-4">
        {form.fields.map((field) => (
          <SettingInput
            key={field.name}
            field={field}
            value={form.settings[field.name] ?? ''}
            onChange={change(field.name)}
            error={form.problems[field.name]}
            stored={Boolean(initial.id)}
            className={field.hint ? 'col-span-2' : undefined}
          />
        ))}
      </div>
      <TestResult result={test.data} error={errorParts(test.error)} />
      {saveError ? <ErrorNotice error={saveError} /> : null}
      <div className="flex items-center gap-2 border-t border-line pt-4">
        {extra}
        <Button className="ml-auto" icon={<PlugZap aria-hidden />} loading={test.isPending} onClick={runTest}>
          Test
        </Button>
        <Button type="submit" variant="primary" loading={saving}>
          {saveLabel}
        </Button>
      </div>
    </form>
  );
}
