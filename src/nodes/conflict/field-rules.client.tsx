'use client';

import { X } from 'lucide-react';
import type { ConflictNode, Rule } from '#core/flow/flow-graph.ts';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import { choiceOf, type MergeNode, ruleChoices, ruleOf } from './rule-choice.ts';

/** Fields that go by a rule of their own. */
export function FieldRules({
  node,
  mapped,
  sides,
  merges,
  readOnly,
  onChange,
}: {
  node: ConflictNode;
  /** Left names of the mapped fields. */
  mapped: readonly string[];
  sides: { left: string; right: string };
  merges: readonly MergeNode[];
  readOnly: boolean;
  /** Null takes the field's own rule away. */
  onChange: (field: string, rule: Rule | null) => void;
}) {
  const free = mapped.filter((field) => !(field in node.fields));
  return (
    <div className="flex flex-col gap-2">
      {Object.entries(node.fields).map(([field, rule]) => (
        <div key={field} className="flex items-center gap-2">
          <span className="w-28 shrink-0 truncate font-mono text-sm" title={field}>
            {field}
          </span>
          <Select
            label={`Rule for ${field}`}
            value={choiceOf(rule)}
            options={ruleChoices(sides, merges)}
            disabled={readOnly}
            onChange={(choice) => onChange(field, ruleOf(choice))}
          />
          <IconButton
            size="sm"
            label={`Remove the rule for ${field}`}
            disabled={readOnly}
            onClick={() => onChange(field, null)}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Combobox
        label="Add a rule for a field"
        placeholder={mapped.length === 0 ? 'Pair fields in the mapping first' : 'Add a field…'}
        mono
        value={null}
        disabled={readOnly || free.length === 0}
        options={free.map((field) => ({ value: field, label: field }))}
        onChange={(field) =>
          onChange(field, node.rule.kind === 'hold' ? { kind: 'newest', tie: 'left' } : { kind: 'hold' })
        }
      />
    </div>
  );
}
