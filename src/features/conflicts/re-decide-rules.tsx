'use client';

import { Field } from '#ui/field.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';
import { asksForTie, type RuleChoice, type RulesDraft, ruleChoices } from './rule-choice.ts';
import type { VerdictGroup } from './verdict-groups.ts';
import { fieldWords } from './verdict-words.ts';

const won = { left: 'left won', right: 'right won', merged: 'merged', held: 'waiting' };

/** How a field was decided so far, e.g. `prefer: left won 1,204, right won 96`. */
function storyOf(groups: readonly VerdictGroup[]): string {
  return groups
    .map(({ rule, by, winners }) => {
      const told = winners.map(({ winner, count }) => `${won[winner]} ${count.toLocaleString('en')}`);
      return `${by === 'person' ? 'people' : rule}: ${told.join(', ')}`;
    })
    .join('; ');
}

/** The rule for all fields in conflict, for single ones, and for deletes against changes. */
export function ReDecideRules({
  draft,
  groups,
  onChange,
  disabled,
}: {
  draft: RulesDraft;
  /** How the fields in question were decided. */
  groups: readonly VerdictGroup[];
  onChange: (draft: RulesDraft) => void;
  disabled: boolean;
}) {
  const byField = Map.groupBy(groups, ({ field }) => field);
  const fields = [...byField].filter(([field]) => field !== '*');
  const setField = (field: string, choice: RuleChoice | 'as-all') => {
    const { [field]: _, ...others } = draft.fields;
    onChange({ ...draft, fields: choice === 'as-all' ? others : { ...others, [field]: choice } });
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Rule for all fields in conflict" className="w-64">
          <Select
            value={draft.rule}
            disabled={disabled}
            placeholder="Choose a rule…"
            options={ruleChoices}
            onChange={(rule) => onChange({ ...draft, rule })}
          />
        </Field>
        {asksForTie(draft) ? (
          <span className="flex flex-col gap-1">
            <span className="text-sm text-ink-2">At a tie</span>
            <Segmented
              label="At a tie"
              value={draft.tie}
              disabled={disabled}
              onChange={(tie) => onChange({ ...draft, tie })}
              options={[
                { value: 'left', label: 'Left', tone: 'left' },
                { value: 'right', label: 'Right', tone: 'right' },
              ]}
            />
          </span>
        ) : null}
        {byField.has('*') ? (
          <Field label="Deleted on one side, changed on the other" className="w-64">
            <Select
              value={draft.deletes ?? 'leave'}
              disabled={disabled}
              options={[
                { value: 'leave', label: 'Stays as it was decided' },
                { value: 'update', label: 'The record stays' },
                { value: 'delete', label: 'The record goes' },
                { value: 'hold', label: 'A person decides' },
              ]}
              onChange={(deletes) => onChange({ ...draft, deletes: deletes === 'leave' ? null : deletes })}
            />
          </Field>
        ) : null}
      </div>
      {fields.length > 0 ? (
        <table aria-label="Rules of single fields" className="w-full table-fixed border-collapse text-left">
          <tbody>
            {fields.map(([field, of]) => (
              <tr key={field} className="border-t border-line">
                <th scope="row" className="w-40 truncate py-1.5 pr-2 font-medium">
                  {fieldWords(field)}
                </th>
                <td className="truncate py-1.5 pr-2 text-ink-2">{storyOf(of)}</td>
                <td className="w-52 py-1.5">
                  <Select
                    label={`Rule for ${field}`}
                    value={draft.fields[field] ?? 'as-all'}
                    disabled={disabled}
                    options={[
                      { value: 'as-all', label: draft.rule ? 'As all fields' : 'Stays as it was decided' },
                      ...ruleChoices,
                    ]}
                    onChange={(choice) => setField(field, choice)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
