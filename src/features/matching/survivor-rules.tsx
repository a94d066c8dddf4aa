'use client';

import { Plus, X } from 'lucide-react';
import type { ConflictNode, FirstMeeting, MappingNode, Rule } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { useEditor, useSession } from '#features/flow-editor/session/use-session.tsx';
import { addStep, editNode } from '#features/flow-editor/store/editor-actions.ts';
import type { EditorStore } from '#features/flow-editor/store/editor-store.ts';
import { Card } from '#ui/card.tsx';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';
import { type SurvivorChoice, survivorChoice, survivorOptions, survivorRules } from './survivor-choice.ts';

type Props = { mapping: MappingNode; lane: Lane | null; readOnly: boolean };

/** Which value survives where linked records differ at the first meeting: a rule for all fields, others by field. */
export function SurvivorRules({ mapping, lane, readOnly }: Props) {
  const { editor } = useSession();
  const node = useEditor((state) =>
    state.graph.nodes.find(
      (each): each is ConflictNode => each.kind === 'conflict' && each.id === lane?.conflictNodeId,
    ),
  );
  if (!lane) return null;
  const first = node?.first ?? lane.first;
  const options = survivorOptions(lane.left.connection, lane.right.connection);
  const edit = (change: (first: FirstMeeting) => FirstMeeting) =>
    editFirst(editor, mapping.id, node?.id ?? null, change);
  const setRule = (name: string, rule: Rule) =>
    edit((now) => ({ ...now, fields: { ...now.fields, [name]: rule } }));
  const fields = Object.entries(first.fields ?? {});
  const open = lane.fields.filter(
    ({ key, direction, left }) => !key && direction === 'both' && !first.fields?.[left],
  );
  return (
    <Card
      flush
      title="Which value survives"
      description="Where linked records differ when they first meet. Losing values stay in the ledger."
    >
      <ul aria-label="Survivor rules">
        <Row
          name="Every field"
          value={first.differ}
          options={options}
          readOnly={readOnly}
          onChange={(differ) => edit((now) => ({ ...now, differ }))}
        />
        {fields.map(([name, rule]) => (
          <Row
            key={name}
            name={name}
            value={rule}
            options={options}
            readOnly={readOnly}
            onChange={(next) => setRule(name, next)}
            onRemove={() =>
              edit(({ fields: all, ...now }) => {
                const { [name]: _, ...others } = all ?? {};
                return Object.keys(others).length > 0 ? { ...now, fields: others } : now;
              })
            }
          />
        ))}
      </ul>
      {readOnly || open.length === 0 ? null : (
        <div className="flex items-center gap-2 px-4 py-2">
          <Plus aria-hidden className="size-4 text-ink-3" />
          <div className="w-64">
            <Combobox
              label="Rule for another field"
              placeholder="A rule for one field…"
              value={null}
              options={open.map(({ left }) => ({ value: left, label: left }))}
              onChange={(name) => setRule(name, survivorRules['left-filled'])}
            />
          </div>
        </div>
      )}
    </Card>
  );
}

function Row({
  name,
  value,
  options,
  readOnly,
  onChange,
  onRemove,
}: {
  name: string;
  value: Rule;
  options: ReturnType<typeof survivorOptions>;
  readOnly: boolean;
  onChange: (rule: Rule) => void;
  onRemove?: () => void;
}) {
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-1.5">
      {onRemove ? (
        <code className="min-w-0 flex-1 truncate">{name}</code>
      ) : (
        <span className="flex-1">{name}</span>
      )}
      <div className="w-64 shrink-0">
        <Select<SurvivorChoice>
          label={`Survivor of ${name}`}
          disabled={readOnly}
          value={survivorChoice(value)}
          options={options}
          onChange={(choice) => onChange(survivorRules[choice])}
        />
      </div>
      {onRemove ? (
        <IconButton label={`Rule for every field on ${name}`} disabled={readOnly} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      ) : (
        <span className="size-7" />
      )}
    </li>
  );
}

/** Edits the rules of the first meeting; a lane without a conflict step gets one, since it keeps them. */
function editFirst(
  editor: EditorStore,
  mappingId: string,
  conflictId: string | null,
  change: (first: FirstMeeting) => FirstMeeting,
): void {
  const edge = editor.graph.edges.find(({ source }) => source === mappingId);
  const id = conflictId ?? (edge ? addStep(editor, 'conflict', { edge: edge.id }) : null);
  if (!id) return;
  editNode<ConflictNode>(editor, id, (draft) => {
    draft.first = change(draft.first);
  });
}
