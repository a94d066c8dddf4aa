'use client';

import { ChevronDown, ChevronRight, GripVertical, Trash2 } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { RouterBranch } from '#core/flow/flow-graph.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { ConditionEditor } from '../condition-editor.client.tsx';
import { tryConditions } from '../try-condition.ts';

const DRAG_TYPE = 'application/x-syncline-branch';

/** One branch of a router: its name, its condition, and how many of the sample records it takes. */
export function BranchSection({
  branch,
  index,
  count,
  schema,
  rows,
  before,
  target,
  readOnly,
  onMove,
  onDropped,
  onRemove,
  onEdit,
  onEditEnd,
}: {
  branch: RouterBranch;
  index: number;
  count: number;
  schema: StreamSchema | null;
  rows: readonly Row[] | null;
  /** Conditions of the branches that are tried before it. */
  before: readonly string[];
  /** What the branch leads to; nothing where it is not connected. */
  target: string | undefined;
  readOnly: boolean;
  onMove: (to: number) => void;
  onDropped: (from: number, to: number) => void;
  onRemove: () => void;
  onEdit: (change: (draft: RouterBranch) => void, gesture?: string) => void;
  onEditEnd: () => void;
}) {
  const id = useId();
  const [open, setOpen] = useState(branch.condition === '' || count === 1);
  const [over, setOver] = useState(false);
  const Chevron = open ? ChevronDown : ChevronRight;
  const onDrop = (event: DragEvent) => {
    const from = event.dataTransfer.getData(DRAG_TYPE);
    setOver(false);
    if (from === '') return;
    event.preventDefault();
    onDropped(Number(from), index);
  };
  return (
    <li
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={classNames('rounded-md border bg-surface', over ? 'border-accent' : 'border-line')}
    >
      <div className="flex items-center gap-1 px-1.5 py-1.5">
        {readOnly ? null : <MoveHandle {...{ branch, index, count, onMove }} />}
        <IconButton
          size="sm"
          label={open ? `Close ${branch.name}` : `Open ${branch.name}`}
          aria-expanded={open}
          aria-controls={`${id}-condition`}
          onClick={() => setOpen(!open)}
        >
          <Chevron aria-hidden />
        </IconButton>
        <Input
          aria-label={`Name of branch ${index + 1}`}
          value={branch.name}
          maxLength={60}
          readOnly={readOnly}
          className="min-w-0 flex-1 font-medium"
          onChange={(event) => {
            const name = event.target.value;
            // A branch always has a name.
            if (name.trim() !== '')
              onEdit((draft) => void Object.assign(draft, { name }), `name-${branch.id}`);
          }}
          onBlur={onEditEnd}
        />
        <Taken {...{ schema, rows, before, condition: branch.condition }} />
        {readOnly ? null : (
          <IconButton size="sm" label={`Remove ${branch.name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
      <div id={`${id}-condition`} hidden={!open} className="border-t border-line px-2.5 py-2">
        {schema ? (
          <ConditionEditor
            label={`Condition of ${branch.name}`}
            condition={branch.condition}
            fields={schema.fields}
            rows={rows}
            readOnly={readOnly}
            onChange={(condition, gesture) =>
              onEdit(
                (draft) => void Object.assign(draft, { condition }),
                gesture && `${gesture}-${branch.id}`,
              )
            }
            onEnd={onEditEnd}
          />
        ) : (
          <code className="text-sm">{branch.condition || 'No condition yet'}</code>
        )}
        <p className="pt-2 text-sm text-ink-2">
          {target === undefined
            ? 'Leads nowhere yet: draw an edge from its handle on the card.'
            : `Goes to ${target}.`}
        </p>
      </div>
    </li>
  );
}

function MoveHandle({
  branch,
  index,
  count,
  onMove,
}: {
  branch: RouterBranch;
  index: number;
  count: number;
  onMove: (to: number) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(index + by);
  };
  return (
    <button
      type="button"
      draggable
      data-branch={branch.id}
      aria-label={`Move ${branch.name}, ${index + 1} of ${count}, with the arrow keys`}
      title="Drag, or move with ↑ and ↓"
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, String(index));
        event.dataTransfer.effectAllowed = 'move';
      }}
      className="inline-flex h-6 w-4 shrink-0 cursor-grab items-center justify-center rounded-sm text-ink-3 hover:text-ink"
    >
      <GripVertical aria-hidden className="size-3.5" />
    </button>
  );
}

/** How many of the sample records the branch takes. */
function Taken({
  schema,
  rows,
  before,
  condition,
}: {
  schema: StreamSchema | null;
  rows: readonly Row[] | null;
  before: readonly string[];
  condition: string;
}) {
  const key = JSON.stringify([...before, condition]);
  const taken = useMemo(() => {
    if (!schema || !rows || rows.length === 0) return null;
    const conditions = JSON.parse(key) as string[];
    const tried = tryConditions(schema.fields, conditions, rows);
    return 'at' in tried ? tried.at.filter((at) => at === conditions.length - 1).length : null;
  }, [schema, rows, key]);
  if (taken === null || !rows) return null;
  return (
    <span className="shrink-0 px-1 text-sm text-ink-2 tabular-nums" title="Sample records that it takes">
      {taken} of {rows.length}
    </span>
  );
}
