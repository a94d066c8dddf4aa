'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { type ConditionGroup, conditionText, conditionTree } from '#core/expression/condition-tree.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { Segmented } from '#ui/segmented.tsx';
import { type ConditionEditing, ConditionEditingProvider } from './condition-context.client.ts';
import { ConditionRows } from './condition-rows.client.tsx';
import { type ConditionPath, movedTo, stepItem, withItem, withItems, withoutItem } from './edit-condition.ts';
import { ExpressionInput } from './expression-input.client.tsx';

type View = 'rows' | 'text';

const views: { value: View; label: string }[] = [
  { value: 'rows', label: 'Rows' },
  { value: 'text', label: 'Text' },
];

/** A condition, put together of rows or written as text: two views of the same expression. */
export function ConditionEditor({
  label,
  condition,
  fields,
  rows,
  readOnly,
  onChange,
  onEnd,
}: {
  label: string;
  condition: string;
  fields: readonly Field[];
  /** Sample records, for examples of values. */
  rows: readonly Row[] | null;
  readOnly: boolean;
  /** @param gesture named alike, consecutive changes are one */
  onChange: (condition: string, gesture?: string) => void;
  onEnd: () => void;
}) {
  const [chosen, setChosen] = useState<View>('rows');
  const { tree, refused, change } = useTree(fields, condition, onChange);
  const view = tree ? chosen : 'text';
  return (
    <div>
      <div className="flex items-center gap-2 pb-2">
        <Segmented
          size="sm"
          label={`${label}: view`}
          value={view}
          options={views}
          onChange={setChosen}
          disabled={!tree}
        />
        {refused ? <p className="text-sm text-ink-2">Shown as text: {refused}</p> : null}
      </div>
      {view === 'rows' && tree ? (
        <Rows {...{ tree, change, fields, rows, readOnly, onEnd }} />
      ) : (
        <ExpressionInput
          label={label}
          value={condition}
          fields={fields}
          readOnly={readOnly}
          onChange={(text) => onChange(text, 'condition')}
          onBlur={onEnd}
        />
      )}
    </div>
  );
}

/** The tree that is worked on: what a row lacks is kept in it as long as the text is the one that it made. */
function useTree(
  fields: readonly Field[],
  condition: string,
  onChange: (condition: string, gesture?: string) => void,
) {
  const [kept, setKept] = useState<{ tree: ConditionGroup; text: string } | null>(null);
  const read = useMemo(() => conditionTree(fields, condition), [fields, condition]);
  const own = kept && kept.text === condition ? kept.tree : null;
  const change = (tree: ConditionGroup, gesture?: string) => {
    const text = conditionText(fields, tree);
    setKept({ tree, text });
    if (text !== condition) onChange(text, gesture);
  };
  const tree = own ?? ('tree' in read ? read.tree : null);
  return { tree, refused: tree || !('refused' in read) ? null : read.refused, change };
}

function Rows({
  tree,
  change,
  fields,
  rows,
  readOnly,
  onEnd,
}: {
  tree: ConditionGroup;
  change: (tree: ConditionGroup, gesture?: string) => void;
  fields: readonly Field[];
  rows: readonly Row[] | null;
  readOnly: boolean;
  onEnd: () => void;
}) {
  const root = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<ConditionPath | null>(null);
  // The handle of what was moved keeps the focus, so that it can be moved on.
  useEffect(() => {
    if (!moved) return;
    root.current?.querySelector<HTMLElement>(`[data-condition-path="${moved.join('.')}"]`)?.focus();
    setMoved(null);
  }, [moved]);
  const examples = useMemo(() => examplesOf(fields, rows), [fields, rows]);
  const take = (next: { tree: ConditionGroup; path: ConditionPath } | null) => {
    if (!next) return;
    change(next.tree);
    setMoved(next.path);
  };
  const editing: ConditionEditing = {
    fields,
    examples,
    readOnly,
    change: (path, item, gesture) => change(withItem(tree, path, item), gesture),
    changeEnd: onEnd,
    remove: (path) => change(withoutItem(tree, path)),
    add: (path, item) => change(withItems(tree, path, (items) => [...items, item])),
    step: (path, by) => take(stepItem(tree, path, by)),
    dropped: (from, to) => take(movedTo(tree, from, to)),
  };
  return (
    <ConditionEditingProvider value={editing}>
      <div ref={root}>
        <ConditionRows path={[]} group={tree} />
      </div>
    </ConditionEditingProvider>
  );
}

/** Of each field the first value that the sample has. */
function examplesOf(fields: readonly Field[], rows: readonly Row[] | null): ReadonlyMap<string, string> {
  return new Map(
    fields.flatMap(({ name }) => {
      const value = rows
        ?.map((row) => row[name])
        .find((each) => each !== null && each !== undefined && each !== '');
      return value === null || value === undefined ? [] : [[name, value] as const];
    }),
  );
}
