'use client';

import { Plus, X } from 'lucide-react';
import type { CodeField } from '#core/code/code-field.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { typeChoices } from './field-types.ts';

/** The fields of the records that code makes: names, types, and which may be empty. */
export function FieldsTable({
  fields,
  fixed,
  readOnly,
  onChange,
  onEditEnd,
}: {
  fields: readonly CodeField[];
  /** Names of fields that find the record: they pass unchanged. */
  fixed: readonly string[];
  readOnly: boolean;
  onChange: (fields: CodeField[]) => void;
  onEditEnd: () => void;
}) {
  const set = (row: number, change: Partial<CodeField>) =>
    onChange(fields.map((field, index) => (index === row ? { ...field, ...change } : field)));
  return (
    <>
      <table aria-label="Fields that the code makes" className="w-full table-fixed">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            <th className="pb-1 font-normal">Field</th>
            <th className="w-44 pb-1 font-normal">Type</th>
            <th className="w-20 pb-1 pl-1 font-normal">May be null</th>
            <th className="w-7">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, nullable }, row) => {
            const key = fixed.includes(name);
            const choices = typeChoices(type);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place while its name is typed
              <tr key={row}>
                <td className="pr-1 pb-1">
                  <Input
                    mono
                    aria-label={`Name of field ${row + 1}`}
                    value={name}
                    readOnly={readOnly || key}
                    title={key ? 'Finds the record, so it passes unchanged.' : undefined}
                    maxLength={200}
                    onChange={(event) => set(row, { name: event.target.value })}
                    onBlur={onEditEnd}
                  />
                </td>
                <td className="pr-1 pb-1">
                  <Combobox
                    mono
                    label={`Type of ${name}`}
                    value={JSON.stringify(type)}
                    disabled={readOnly || key}
                    options={choices}
                    onChange={(value) => {
                      const chosen = choices.find((choice) => choice.value === value);
                      if (chosen) set(row, { type: chosen.type });
                      onEditEnd();
                    }}
                  />
                </td>
                <td className="pb-1 pl-1">
                  <Checkbox
                    label={`${name} may be null`}
                    checked={nullable}
                    disabled={readOnly || key}
                    onChange={(next) => {
                      set(row, { nullable: next });
                      onEditEnd();
                    }}
                  />
                </td>
                <td className="pb-1">
                  {readOnly ? null : (
                    <IconButton
                      size="sm"
                      label={`Remove ${name}`}
                      disabled={key || fields.length === 1}
                      onClick={() => {
                        onChange(fields.filter((_, index) => index !== row));
                        onEditEnd();
                      }}
                    >
                      <X aria-hidden />
                    </IconButton>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {readOnly ? null : (
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          onClick={() => {
            onChange([...fields, { name: freeName(fields), type: { kind: 'text' }, nullable: true }]);
            onEditEnd();
          }}
        >
          Field
        </Button>
      )}
    </>
  );
}

/** A name that no field has yet. */
function freeName(fields: readonly CodeField[]): string {
  const taken = new Set(fields.map(({ name }) => name));
  let number = fields.length + 1;
  while (taken.has(`field_${number}`)) number++;
  return `field_${number}`;
}
