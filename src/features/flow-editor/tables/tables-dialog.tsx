'use client';

import { Plus, Table2 } from 'lucide-react';
import { useState } from 'react';
import type { FlowTable } from '#core/flow/flow-graph.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Menu } from '#ui/menu.tsx';
import { toast } from '#ui/toast.tsx';
import { useEditor, usePanel, useSession } from '../session/use-session.tsx';
import { addTable, lookupsIn, removeTable } from './edit-tables.ts';
import { TableEditor } from './table-editor.tsx';

const NONE: readonly FlowTable[] = [];

/** The flow's look-up tables, which its code reads as `tables.<name>`. */
export function TablesDialog() {
  const session = useSession();
  const open = usePanel((state) => state.tables);
  if (!open) return null;
  return (
    <Dialog
      open
      size="xl"
      onOpenChange={() => session.panel.setState({ tables: false })}
      title="Look-up tables"
      description="Code steps of this flow read them as tables.name. They are saved and deployed with the flow."
    >
      <Tables />
    </Dialog>
  );
}

function Tables() {
  const { editor } = useSession();
  const readOnly = !useWorkspace().can('flow.saveDraft');
  const tables = useEditor(({ graph }) => graph.tables) ?? NONE;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, tables.length - 1);
  const table = tables[index];
  const remove = () => {
    if (!table) return;
    removeTable(editor, index);
    toast.success(`The table ${table.name} is removed.`, {
      action: { label: 'Undo', onClick: () => editor.undo() },
    });
  };
  const add = readOnly ? null : <AddTable onAdded={setChosen} />;
  if (!table) {
    return (
      <EmptyState icon={<Table2 />} title="No table yet" actions={add}>
        A table says what values become, such as country codes and their names. Rows can be pasted from a
        spreadsheet or taken from a CSV file or a mapping’s look-up.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-[52vh] min-h-72 gap-4">
      <div className="flex w-52 shrink-0 flex-col gap-2">
        <ul aria-label="Tables" className="min-h-0 flex-1 overflow-y-auto">
          {tables.map(({ name, entries }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two tables may have one name, until somebody mends it
            <li key={`${at}:${name}`}>
              <button
                type="button"
                aria-current={at === index || undefined}
                onClick={() => setChosen(at)}
                className={classNames(
                  'flex h-8 w-full items-center gap-2 rounded-md px-2 text-left focus-visible:-outline-offset-2',
                  at === index ? 'bg-accent-bg' : 'hover:bg-surface-2',
                )}
              >
                <code className="min-w-0 flex-1 truncate text-ink">{name}</code>
                <span className="text-sm text-ink-2 tabular-nums">{entries.length.toLocaleString('en')}</span>
              </button>
            </li>
          ))}
        </ul>
        {add}
      </div>
      <TableEditor key={index} index={index} table={table} readOnly={readOnly} onRemove={remove} />
    </div>
  );
}

/** Adds an empty table, or one made of a mapping's look-up. */
function AddTable({ onAdded }: { onAdded: (index: number) => void }) {
  const { editor } = useSession();
  const graph = useEditor((state) => state.graph);
  const lookups = lookupsIn(graph);
  const empty = () => onAdded(addTable(editor, 'table', []));
  if (lookups.length === 0) {
    return (
      <Button icon={<Plus aria-hidden />} onClick={empty}>
        New table
      </Button>
    );
  }
  return (
    <Menu
      trigger={<Button icon={<Plus aria-hidden />}>New table</Button>}
      items={[
        { label: 'Empty', onSelect: empty },
        { kind: 'separator' },
        { kind: 'heading', label: 'From a look-up of a mapping' },
        ...lookups.map(({ label, name, entries }) => ({
          label,
          hint: `${entries.length} rows`,
          onSelect: () => onAdded(addTable(editor, name, entries)),
        })),
      ]}
    />
  );
}
