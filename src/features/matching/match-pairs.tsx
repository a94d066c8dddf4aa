'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { MatchForm } from '#core/matching/match-form.ts';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { editNode } from '#features/flow-editor/store/editor-actions.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Select } from '#ui/select.tsx';

const forms: { value: MatchForm; label: string }[] = [
  { value: 'exact', label: 'As it is' },
  { value: 'text', label: 'Whatever case and spaces' },
  { value: 'letters', label: 'Letters and digits alone' },
  { value: 'digits', label: 'Digits alone' },
  { value: 'email', label: 'As an e-mail address' },
];

type Props = { mapping: MappingNode; lane: Lane | null; readOnly: boolean };

/** By which fields records find each other, and in what form their values are compared. */
export function MatchPairs({ mapping, lane, readOnly }: Props) {
  const { editor } = useSession();
  const { link } = mapping;
  if (!link) {
    const keys = mapping.match.map(([left, right]) => (left === right ? left : `${left} = ${right}`));
    return (
      <Card title="How records find each other">
        <p className="text-ink-2">
          {keys.length > 0 ? (
            <>
              Both sides share a key: <code className="text-ink">{keys.join(', ')}</code>. Where each side
              makes its own keys, say so in the mapping, and records can be linked by other fields.
            </>
          ) : (
            'Nothing says yet how the same record is found: choose a shared key in the mapping, or let each side make its own.'
          )}
        </p>
      </Card>
    );
  }
  const edit = (recipe: (draft: NonNullable<MappingNode['link']>) => void) =>
    editNode<MappingNode>(editor, mapping.id, (draft) => draft.link && recipe(draft.link));
  return (
    <Card
      flush
      title="How records find each other"
      description="Each side makes its own keys. Records are linked where exactly one on each side holds the same values."
    >
      <ul aria-label="Fields by which records find each other">
        {link.by.map(([left, right], index) => (
          <li key={left} className="flex items-center gap-3 border-b border-line px-4 py-1.5">
            <code className="min-w-0 flex-1 truncate">{left}</code>
            <span aria-hidden className="text-ink-3">
              =
            </span>
            <code className="min-w-0 flex-1 truncate">{right}</code>
            <div className="w-56 shrink-0">
              <Select
                label={`How ${left} is compared`}
                disabled={readOnly}
                value={link.forms?.[left] ?? 'exact'}
                options={forms}
                onChange={(form) =>
                  edit((draft) => {
                    const { [left]: _, ...others } = draft.forms ?? {};
                    draft.forms = form === 'exact' ? others : { ...others, [left]: form };
                    if (Object.keys(draft.forms).length === 0) delete draft.forms;
                  })
                }
              />
            </div>
            <IconButton
              label={`Do not compare ${left}`}
              disabled={readOnly}
              onClick={() =>
                edit((draft) => {
                  draft.by.splice(index, 1);
                  if (draft.forms) delete draft.forms[left];
                })
              }
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {link.by.length === 0 ? (
        <p className="border-b border-line px-4 py-3 text-ink-2">
          Nothing: every record would be made on the other side as well.
        </p>
      ) : null}
      {readOnly || !lane ? null : (
        <AddPair
          lane={lane}
          taken={link.by.map(([left]) => left)}
          onAdd={(pair) => edit((draft) => draft.by.push(pair))}
        />
      )}
    </Card>
  );
}

function AddPair({
  lane,
  taken,
  onAdd,
}: {
  lane: Lane;
  taken: string[];
  onAdd: (pair: [string, string]) => void;
}) {
  const [left, setLeft] = useState<string | null>(null);
  const [right, setRight] = useState<string | null>(null);
  const options = (side: 'left' | 'right') =>
    lane[side].stream.fields
      .filter(({ name }) => side === 'right' || !taken.includes(name))
      .map(({ name, nativeType }) => ({ value: name, label: name, hint: nativeType }));
  const chooseLeft = (name: string) => {
    setLeft(name);
    // What it is mapped to is most likely what it is found by.
    setRight(lane.fields.find((field) => field.left === name)?.right ?? right);
  };
  return (
    <div className="flex items-center gap-3 px-4 py-2">
      <Combobox
        label="Left field"
        className="min-w-0 flex-1"
        value={left}
        options={options('left')}
        onChange={chooseLeft}
      />
      <span aria-hidden className="text-ink-3">
        =
      </span>
      <Combobox
        label="Right field"
        className="min-w-0 flex-1"
        value={right}
        options={options('right')}
        onChange={setRight}
      />
      <Button
        icon={<Plus aria-hidden />}
        disabled={!left || !right}
        onClick={() => {
          if (!left || !right) return;
          onAdd([left, right]);
          setLeft(null);
          setRight(null);
        }}
      >
        Add
      </Button>
    </div>
  );
}
