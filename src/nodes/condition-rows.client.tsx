'use client';

import { Plus } from 'lucide-react';
import { type ConditionGroup, type ConditionItem, emptyCondition } from '#core/expression/condition-tree.ts';
import { Button } from '#ui/button.tsx';
import { Select } from '#ui/select.tsx';
import { useConditionEditing } from './condition-context.client.ts';
import { ConditionFrame, ConditionLine, ConditionTextLine } from './condition-line.client.tsx';
import type { ConditionPath } from './edit-condition.ts';

type Way = 'all' | 'any' | 'not-all' | 'not-any';

const ways: { value: Way; label: string }[] = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
  { value: 'not-any', label: 'None of these' },
  { value: 'not-all', label: 'Not all of these' },
];

const newRow: ConditionItem = { kind: 'row', field: '', operator: '', values: [] };

/** Conditions, and how they go together; groups within groups. */
export function ConditionRows({ path, group }: { path: ConditionPath; group: ConditionGroup }) {
  const { readOnly, change, add } = useConditionEditing();
  const way: Way = group.not ? `not-${group.join}` : group.join;
  return (
    <fieldset className="min-w-0 rounded-md border border-line bg-surface p-2">
      <legend className="sr-only">{ways.find(({ value }) => value === way)?.label}</legend>
      <div className="mb-2 w-40">
        <Select
          label="How the conditions go together"
          value={way}
          disabled={readOnly}
          options={ways}
          className="font-medium"
          onChange={(next) =>
            change(path, {
              ...group,
              not: next.startsWith('not-'),
              join: next.endsWith('any') ? 'any' : 'all',
            })
          }
        />
      </div>
      {group.items.length > 0 ? (
        <ul className="mb-2 flex flex-col gap-2">
          {group.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the condition is all that tells its parts apart
            <Item key={index} path={[...path, index]} item={item} />
          ))}
        </ul>
      ) : null}
      {readOnly ? null : (
        <div className="flex gap-1">
          <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={() => add(path, newRow)}>
            Condition
          </Button>
          {path.length < 4 ? (
            <Button
              size="sm"
              variant="ghost"
              icon={<Plus aria-hidden />}
              onClick={() =>
                add(path, { ...emptyCondition, join: group.join === 'all' ? 'any' : 'all', items: [newRow] })
              }
            >
              Group
            </Button>
          ) : null}
        </div>
      )}
    </fieldset>
  );
}

function Item({ path, item }: { path: ConditionPath; item: ConditionItem }) {
  if (item.kind === 'row') return <ConditionLine path={path} row={item} />;
  if (item.kind === 'text') return <ConditionTextLine path={path} item={item} />;
  return (
    <ConditionFrame path={path} name="the group">
      <ConditionRows path={path} group={item} />
    </ConditionFrame>
  );
}
