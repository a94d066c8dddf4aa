'use client';

import type { BulkAction } from '#core/operations/bulk-action.ts';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Segmented } from '#ui/segmented.tsx';
import type { OfferedAction } from './bulk-menu.tsx';

/** An action as it is before anything is chosen. */
export const plainActions: Record<OfferedAction, BulkAction> = {
  replay: { kind: 'replay', from: 'source' },
  revert: { kind: 'revert', sides: 'both' },
  resolve: { kind: 'resolve', decision: 'newest' },
  repair: { kind: 'repair', by: 'rules' },
  ignore: { kind: 'ignore', reason: '' },
};

/** What there is to choose about an action. */
export function ActionOptions({
  action,
  onChange,
  disabled,
}: {
  action: BulkAction;
  onChange: (action: BulkAction) => void;
  disabled: boolean;
}) {
  switch (action.kind) {
    case 'replay':
      return (
        <Segmented
          className="self-start"
          label="Which values"
          disabled={disabled}
          value={action.from}
          onChange={(from) => onChange({ ...action, from })}
          options={[
            { value: 'source', label: 'What the source holds now' },
            { value: 'logged', label: 'As logged' },
          ]}
        />
      );
    case 'revert':
      return (
        <Segmented
          className="self-start"
          label="Which sides"
          disabled={disabled}
          value={action.sides}
          onChange={(sides) => onChange({ ...action, sides })}
          options={[
            { value: 'both', label: 'Both sides' },
            { value: 'left', label: 'Left side', tone: 'left' },
            { value: 'right', label: 'Right side', tone: 'right' },
          ]}
        />
      );
    case 'resolve':
      return (
        <Segmented
          className="self-start"
          label="Which side stands"
          disabled={disabled}
          value={typeof action.decision === 'object' ? null : action.decision}
          onChange={(decision) => onChange({ ...action, decision })}
          options={[
            { value: 'newest', label: 'Whoever changed last' },
            { value: 'left', label: 'Left side', tone: 'left' },
            { value: 'right', label: 'Right side', tone: 'right' },
          ]}
        />
      );
    case 'repair':
      return (
        <Segmented
          className="self-start"
          label="Who decides"
          disabled={disabled}
          value={action.by}
          onChange={(by) => onChange({ ...action, by })}
          options={[
            { value: 'rules', label: 'The flow’s rules' },
            { value: 'left', label: 'Left side', tone: 'left' },
            { value: 'right', label: 'Right side', tone: 'right' },
          ]}
        />
      );
    case 'ignore':
      return (
        <Field
          label="Why nothing is done about them"
          hint="It stands in the ledger and in the audit log."
          required
        >
          <Input
            value={action.reason}
            maxLength={500}
            disabled={disabled}
            onChange={(event) => onChange({ ...action, reason: event.target.value })}
          />
        </Field>
      );
    case 're-decide':
      return null;
  }
}
