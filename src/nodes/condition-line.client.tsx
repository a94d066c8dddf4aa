'use client';

import { GripVertical, X } from 'lucide-react';
import type { DragEvent, KeyboardEvent, ReactNode } from 'react';
import { useState } from 'react';
import { operandType, operatorsOf } from '#core/expression/condition-operators.ts';
import { type ConditionRow, operatorOf } from '#core/expression/condition-row.ts';
import type { ConditionItem } from '#core/expression/condition-tree.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { classNames } from '#lib/class-names.ts';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import { useConditionEditing } from './condition-context.client.ts';
import { ConditionValue, ConditionValues } from './condition-value.client.tsx';
import type { ConditionPath } from './edit-condition.ts';

const DRAG_TYPE = 'application/x-syncline-condition';

/** What every part of a condition has: a handle to move it by, and a button to remove it. */
export function ConditionFrame({
  path,
  name,
  children,
}: {
  path: ConditionPath;
  name: string;
  children: ReactNode;
}) {
  const { readOnly, step, remove, dropped } = useConditionEditing();
  const [over, setOver] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    step(path, by);
  };
  const drop = (event: DragEvent) => {
    const from = event.dataTransfer.getData(DRAG_TYPE);
    setOver(false);
    if (from === '') return;
    event.preventDefault();
    event.stopPropagation();
    dropped(JSON.parse(from) as number[], path);
  };
  return (
    <li
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'relative flex items-start gap-1',
        over ? 'before:absolute before:inset-x-0 before:-top-1 before:h-0.5 before:bg-accent' : '',
      )}
    >
      {readOnly ? null : (
        <button
          type="button"
          draggable
          data-condition-path={path.join('.')}
          aria-label={`Move ${name} with the arrow keys`}
          title="Drag, or move with ↑ and ↓"
          onKeyDown={onKeyDown}
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAG_TYPE, JSON.stringify(path));
            event.dataTransfer.effectAllowed = 'move';
          }}
          className="mt-0.5 inline-flex h-6 w-4 shrink-0 cursor-grab items-center justify-center rounded-sm text-ink-3 hover:text-ink"
        >
          <GripVertical aria-hidden className="size-3.5" />
        </button>
      )}
      <div className="min-w-0 flex-1">{children}</div>
      {readOnly ? null : (
        <IconButton size="sm" label={`Remove ${name}`} className="mt-0.5" onClick={() => remove(path)}>
          <X aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

/** One condition: a field, what is asked of it, and the value. */
export function ConditionLine({ path, row }: { path: ConditionPath; row: ConditionRow }) {
  const { fields, examples, readOnly, change, changeEnd } = useConditionEditing();
  const field = fields.find(({ name }) => name === row.field);
  const operator = field ? operatorOf(field, row) : null;
  const put = (more: Partial<ConditionRow>, gesture?: string) => change(path, { ...row, ...more }, gesture);
  const choose = (name: string) => {
    const chosen = fields.find((each) => each.name === name);
    const kept = chosen && operatorsOf(chosen).some(({ id }) => id === row.operator);
    if (chosen)
      put({ field: name, operator: kept ? row.operator : (operatorsOf(chosen)[0]?.id ?? ''), values: [] });
  };
  const shared = field &&
    operator && {
      label: `Value for ${field.name}`,
      type: operandType(field, operator),
      readOnly,
      example: examples.get(field.name),
    };
  return (
    <ConditionFrame path={path} name={`the condition on ${row.field || 'no field yet'}`}>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-1">
        <Combobox
          label="Field"
          mono
          value={row.field || null}
          disabled={readOnly}
          placeholder="Choose a field…"
          options={fields.map((each) => ({
            value: each.name,
            label: each.name,
            hint: hintOf(each, examples.get(each.name)),
            keywords: [describeType(each.type)],
          }))}
          onChange={choose}
        />
        <Select
          label="Operator"
          value={operator ? row.operator : null}
          disabled={readOnly || !field}
          options={field ? operatorChoices(field, row) : []}
          onChange={(next) => put(withOperator(field, row, next))}
        />
        {shared && operator?.takes === 'one' ? (
          <div className="col-span-2">
            <ConditionValue
              {...shared}
              value={row.values[0]}
              onChange={(value) => put({ values: [value] }, path.join('.'))}
              onEnd={changeEnd}
            />
          </div>
        ) : null}
        {shared && operator?.takes === 'many' ? (
          <div className="col-span-2">
            <ConditionValues {...shared} values={row.values} onChange={(values) => put({ values })} />
          </div>
        ) : null}
      </div>
      <Hints field={field} row={row} />
    </ConditionFrame>
  );
}

function hintOf(field: Field, example: string | undefined): string {
  const type = describeType(field.type);
  if (example === undefined) return type;
  return `${type} · ${example.length > 18 ? `${example.slice(0, 17)}…` : example}`;
}

/** An operator that a text has chosen is offered too, though nobody would choose it here. */
function operatorChoices(field: Field, row: ConditionRow) {
  const offered = operatorsOf(field);
  const own = operatorOf(field, row);
  const all = own && !offered.includes(own) ? [...offered, own] : offered;
  return all.map(({ id, words }) => ({ value: id, label: words }));
}

/** Values stay as long as they are of the type that the other operator is told. */
function withOperator(field: Field | undefined, row: ConditionRow, operator: string): Partial<ConditionRow> {
  const [was, now] = [row.operator, operator].map(
    (id) => field && operatorOf(field, { ...row, operator: id }),
  );
  if (!field || !was || !now) return { operator, values: [] };
  const same = JSON.stringify(operandType(field, was)) === JSON.stringify(operandType(field, now));
  const values =
    now.takes === 'none' || !same ? [] : now.takes === 'one' ? row.values.slice(0, 1) : row.values;
  return { operator, values };
}

const negative = new Set(['isNot', 'notIn', 'lacks', 'notOnDay', 'hasNot', 'false']);

/** What is still to be filled in, and what null means where one would be surprised. */
function Hints({ field, row }: { field: Field | undefined; row: ConditionRow }) {
  const operator = field && operatorOf(field, row);
  if (!field || !operator) return null;
  const empty = operator.takes !== 'none' && row.values.length === 0;
  if (empty) return <p className="pt-0.5 text-sm text-ink-3">Counts once it has a value.</p>;
  if (!field.nullable || !negative.has(operator.id)) return null;
  return (
    <p className="pt-0.5 text-sm text-ink-3">
      Records with no {field.name} do not meet this: nothing can be told of them.
    </p>
  );
}

/** A part that only text can say. */
export function ConditionTextLine({
  path,
  item,
}: {
  path: ConditionPath;
  item: Extract<ConditionItem, { kind: 'text' }>;
}) {
  return (
    <ConditionFrame path={path} name="the part written as text">
      <code className="block rounded-md border border-line bg-surface-2 px-2 py-1 font-mono text-sm break-words text-ink">
        {item.text}
      </code>
      <p className="pt-0.5 text-sm text-ink-3">
        Rows cannot say this part. It stays as it is written; change it under Text.
      </p>
    </ConditionFrame>
  );
}
