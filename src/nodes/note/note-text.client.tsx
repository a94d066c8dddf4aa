'use client';

import { createElement, Fragment, type ReactNode } from 'react';
import { type NoteBlock, type NoteSpan, noteBlocks } from './note-blocks.ts';

function span(each: NoteSpan, key: number): ReactNode {
  switch (each.kind) {
    case 'bold':
      return <strong key={key}>{each.text}</strong>;
    case 'italic':
      return <em key={key}>{each.text}</em>;
    case 'code':
      return (
        <code key={key} className="rounded-sm bg-surface/60 px-1 font-mono text-xs">
          {each.text}
        </code>
      );
    case 'link':
      return (
        <a
          key={key}
          href={each.href}
          target="_blank"
          rel="noreferrer noopener"
          className="nodrag underline decoration-1 underline-offset-2 hover:decoration-2"
        >
          {each.text}
        </a>
      );
    default:
      return <Fragment key={key}>{each.text}</Fragment>;
  }
}

function block({ kind, lines }: NoteBlock, key: number): ReactNode {
  if (kind === 'heading') {
    return (
      <p key={key} className="font-semibold">
        {lines[0]?.map(span)}
      </p>
    );
  }
  if (kind === 'paragraph') {
    return (
      <p key={key}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          <Fragment key={index}>
            {index > 0 ? <br /> : null}
            {line.map(span)}
          </Fragment>
        ))}
      </p>
    );
  }
  const items = lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
    <li key={index}>{line.map(span)}</li>
  ));
  const list = kind === 'bullets' ? 'ul' : 'ol';
  const marks = kind === 'bullets' ? 'list-disc' : 'list-decimal';
  return createElement(list, { key, className: `${marks} pl-4` }, items);
}

/** A note's text as it reads. */
export function NoteText({ text }: { text: string }) {
  return <>{noteBlocks(text).map(block)}</>;
}
