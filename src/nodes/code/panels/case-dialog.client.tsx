'use client';

import { useState } from 'react';
import { CodeCase } from '#core/code/code-case.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { readJson } from './read-json.ts';

/** Writes a case: its name, the function, the record that it is given, and what must come of it. */
export function CaseDialog({
  value,
  entries,
  taken,
  onSave,
  onClose,
}: {
  value: CodeCase;
  entries: readonly CodeEntry[];
  /** Names that other cases have. */
  taken: readonly string[];
  onSave: (value: CodeCase) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(value.name);
  const [entry, setEntry] = useState<CodeEntry>(value.entry);
  const [input, setInput] = useState(JSON.stringify(value.input, null, 2));
  const [expect, setExpect] = useState(JSON.stringify(value.expect, null, 2));
  const [tried, setTried] = useState(false);
  const given = readJson(input, CodeCase.shape.input);
  const wanted = readJson(expect, CodeCase.shape.expect);
  const nameError =
    name.trim() === ''
      ? 'Give it a name.'
      : taken.includes(name.trim())
        ? 'Another case has this name.'
        : null;
  const save = () => {
    setTried(true);
    if (nameError || given.error !== null || wanted.error !== null) return;
    onSave({ name: name.trim(), entry, input: given.value, expect: wanted.value });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Case"
      size="lg"
      description="Values are texts as the ledger spells them, or null."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={save}>
            Save case
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex gap-3">
          <Field label="Name" className="flex-1" error={tried ? nameError : null}>
            <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          </Field>
          {entries.length > 1 ? (
            <Field label="Function" className="w-40">
              <Select
                value={entry}
                onChange={setEntry}
                options={entries.map((each) => ({ value: each, label: each }))}
              />
            </Field>
          ) : null}
        </div>
        <Field label="Given" error={tried ? given.error : null}>
          <Textarea mono rows={8} value={input} onChange={(event) => setInput(event.target.value)} />
        </Field>
        <Field
          label="Expected"
          error={tried ? wanted.error : null}
          hint='One of { "kind": "records", "rows": […] } (no rows: it is dropped), { "kind": "keep", "keep": true }, { "kind": "value", "value": "…" }, { "kind": "hold" }, { "kind": "failed", "message": "…" }.'
        >
          <Textarea mono rows={8} value={expect} onChange={(event) => setExpect(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
