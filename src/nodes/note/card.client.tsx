'use client';

import { classNames } from '#lib/class-names.ts';
import type { CardProps } from '../node-views.ts';
import { noteDefinition } from './definition.ts';

export function NoteCard({ node, selected }: CardProps<'note'>) {
  return (
    <div
      style={noteDefinition.size(node)}
      className={classNames(
        'overflow-hidden rounded-md bg-note px-3 py-3 text-sm leading-[18px] break-words whitespace-pre-wrap text-ink',
        selected ? 'ring-2 ring-accent' : '',
      )}
    >
      {node.text || <span className="text-ink-2">Write a note…</span>}
    </div>
  );
}
