'use client';

import { X } from 'lucide-react';
import type { Side } from '#core/change/change-event.ts';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import { Combobox } from '#ui/combobox.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import type { MappingSides } from '../mapping-sides.ts';
import { shortType } from '../short-type.ts';
import { setFurtherFields } from './edit-steps.ts';

/** Further fields of either side, for steps that make one value of several or several of one. */
export function PairFields({
  pair,
  sides,
  readOnly,
  onEdit,
}: {
  pair: FieldPair;
  sides: MappingSides;
  readOnly: boolean;
  onEdit: (recipe: (pair: FieldPair) => void) => void;
}) {
  return (
    <div className="grid grid-cols-2 gap-x-3">
      {(['left', 'right'] as const).map((side: Side) => {
        const names = pairFields(pair, side);
        const further = pair.also?.[side] ?? [];
        const options = [...sides[side].fields.values()]
          .filter(({ name }) => !names.includes(name))
          .map(({ name, nativeType }) => ({ value: name, label: name, hint: shortType(nativeType) }));
        return (
          <div key={side} className="flex min-w-0 flex-col gap-1">
            {further.length > 0 ? (
              <ul aria-label={`Further ${side} fields`} className="flex flex-col gap-1">
                {further.map((name) => (
                  <li
                    key={name}
                    className="flex h-7 items-center gap-1 rounded-md border border-line pr-0.5 pl-2 font-mono text-sm"
                  >
                    <span className="min-w-0 flex-1 truncate">{name}</span>
                    <IconButton
                      size="sm"
                      label={`Take ${name} out of the pair`}
                      disabled={readOnly}
                      onClick={() =>
                        onEdit((draft) =>
                          setFurtherFields(
                            draft,
                            side,
                            further.filter((each) => each !== name),
                          ),
                        )
                      }
                    >
                      <X aria-hidden />
                    </IconButton>
                  </li>
                ))}
              </ul>
            ) : null}
            {readOnly ? null : (
              <Combobox
                mono
                label={`Add a ${side} field to the pair`}
                placeholder={`and another ${side} field`}
                value={null}
                options={options}
                onChange={(name) => onEdit((draft) => setFurtherFields(draft, side, [...further, name]))}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
