'use client';

import { Check, Sparkles } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { FieldCell } from './field-cell.client.tsx';
import type { MappingSides } from './mapping-sides.ts';

export type Proposal = { left: string; right: string };

/** Pairs that the names suggest, to be taken all at once or one by one. */
export function Proposals({
  proposals,
  sides,
  onAccept,
}: {
  proposals: readonly Proposal[];
  sides: MappingSides;
  onAccept: (proposals: readonly Proposal[]) => void;
}) {
  if (proposals.length === 0) return null;
  const count = proposals.length;
  return (
    <section aria-label="Proposed pairs" className="border-b border-line bg-accent-bg/50">
      <div className="flex items-center gap-2 px-4 py-2">
        <Sparkles aria-hidden className="size-4 text-accent" />
        <h3 className="font-semibold text-ink">
          {count === 1 ? '1 pair proposed' : `${count} pairs proposed`}
          <span className="font-normal text-ink-2"> by name and type</span>
        </h3>
        <Button size="sm" variant="primary" className="ml-auto" onClick={() => onAccept(proposals)}>
          Accept all
        </Button>
      </div>
      <ul>
        {proposals.map((proposal) => (
          <li
            key={`${proposal.left} ${proposal.right}`}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_24px] items-center gap-x-10 border-t border-line px-4 py-1"
          >
            <FieldCell
              name={proposal.left}
              field={sides.left.fields.get(proposal.left)}
              schema={sides.left.schema}
              rows={sides.left.rows}
            />
            <FieldCell
              name={proposal.right}
              field={sides.right.fields.get(proposal.right)}
              schema={sides.right.schema}
              rows={sides.right.rows}
            />
            <IconButton
              size="sm"
              label={`Accept ${proposal.left} and ${proposal.right}`}
              onClick={() => onAccept([proposal])}
            >
              <Check aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
