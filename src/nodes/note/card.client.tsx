'use client';

import { useEffect, useRef } from 'react';
import type { NoteNode } from '#core/flow/flow-graph.ts';
import { classNames } from '#lib/class-names.ts';
import { type NoteEditing, useNodeEnvironment } from '../node-environment.client.tsx';
import type { CardProps } from '../node-views.ts';
import { noteDefinition } from './definition.ts';
import { NoteText } from './note-text.client.tsx';

const colours: Record<NonNullable<NoteNode['colour']> | 'yellow', string> = {
  yellow: 'bg-note',
  blue: 'bg-accent-bg',
  green: 'bg-ok-bg',
  rose: 'bg-conflict-bg',
  grey: 'bg-surface-2',
};

/** A note as it reads; a double click, or Enter, makes it text to be changed in its place. */
export function NoteCard({ node, selected }: CardProps<'note'>) {
  const editing = useNodeEnvironment().useNoteEditing(node.id);
  return (
    <div
      style={noteDefinition.size(node)}
      className={classNames(
        'overflow-hidden rounded-md border border-line/60 text-sm leading-[18px] text-ink',
        colours[node.colour ?? 'yellow'],
        selected || editing ? 'ring-2 ring-accent' : '',
      )}
    >
      {editing ? (
        <NoteInput text={node.text} editing={editing} />
      ) : (
        <div className="flex h-full flex-col gap-1 overflow-hidden px-3 py-[11px] break-words">
          {node.text.trim() === '' ? (
            <span className="text-ink-2">Write a note…</span>
          ) : (
            <NoteText text={node.text} />
          )}
        </div>
      )}
    </div>
  );
}

function NoteInput({ text, editing }: { text: string; editing: NoteEditing }) {
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const { current } = input;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  return (
    <textarea
      ref={input}
      aria-label="Text of the note"
      className="nodrag nopan nowheel block size-full resize-none bg-transparent px-3 py-[11px] outline-none"
      maxLength={4000}
      value={text}
      onChange={(event) => editing.change(event.target.value)}
      onBlur={() => editing.end(false)}
      onKeyDown={(event) => {
        const done = event.key === 'Escape' || (event.key === 'Enter' && (event.metaKey || event.ctrlKey));
        // What is typed here is none of the canvas's keys.
        event.stopPropagation();
        if (!done) return;
        event.preventDefault();
        editing.end(true);
      }}
    />
  );
}
