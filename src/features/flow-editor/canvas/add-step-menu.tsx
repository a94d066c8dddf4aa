'use client';

import { Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { NodeKind } from '#nodes/node-definition.ts';
import { nodeViews } from '#nodes/registry.client.ts';
import { nodeDefinitions, nodeKinds } from '#nodes/registry.ts';
import { useSession } from '../session/use-session.tsx';
import { addStep } from '../store/editor-actions.ts';
import { TemplateChoices, useFoundTemplates } from '../templates/template-choices.tsx';
import { useInsertTemplate } from '../templates/use-templates.ts';
import { useAddMenu } from './add-menu-state.ts';

/** What a dragged step is called on its way from the menu to the canvas. */
export const STEP_DRAG_TYPE = 'application/x-syncline-step';

const found = (kind: NodeKind, search: string) => {
  const { label, description, keywords } = nodeDefinitions[kind];
  return [label, description, ...keywords].join(' ').toLowerCase().includes(search.trim().toLowerCase());
};

/** The kinds, those first that usually come after the step that the new one follows. */
function useKinds(search: string): NodeKind[] {
  const session = useSession();
  const where = useAddMenu((state) => state.where);
  const before = 'after' in where ? where.after : null;
  const node = session.editor.graph.nodes.find((other) => other.id === before);
  const next: readonly NodeKind[] = node ? nodeDefinitions[node.kind].next : [];
  const ordered = [...next, ...nodeKinds.filter((kind) => !next.includes(kind))];
  return ordered.filter(
    (kind) => found(kind, search) && (!('edge' in where) || nodeDefinitions[kind].inLane),
  );
}

/** The menu of steps: choose one, or drag it onto the canvas. */
export function AddStepMenu() {
  const open = useAddMenu((state) => state.open);
  const anchor = useAddMenu((state) => state.anchor);
  const close = useAddMenu((state) => state.close);
  return (
    <Popover.Root open={open} onOpenChange={(next) => (next ? undefined : close())}>
      <Popover.Anchor asChild>
        <span className="pointer-events-none fixed size-0" style={{ left: anchor.x, top: anchor.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          aria-label="Add step"
          align="start"
          side={anchor.side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-72 animate-appear rounded-lg border border-line bg-surface shadow-layer outline-none"
        >
          <Choices />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices() {
  const session = useSession();
  const where = useAddMenu((state) => state.where);
  const close = useAddMenu((state) => state.close);
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const kinds = useKinds(search);
  const templates = useFoundTemplates(search);
  const insert = useInsertTemplate();
  const choose = (kind: NodeKind) => {
    const id = addStep(session.editor, kind, where);
    close();
    session.reveal([id]);
  };
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = items();
    const here = all.indexOf(document.activeElement as HTMLElement);
    all[(here + step + all.length) % all.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the search field and the menu
    <div onKeyDown={onKeyDown}>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search aria-hidden className="size-4 text-ink-3" />
        <input
          aria-label="Search steps"
          placeholder="Search steps"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const [first] = kinds;
            const [template] = templates;
            if (first) choose(first);
            else if (template) {
              close();
              insert(template, where);
            }
          }}
          className="h-8 min-w-0 flex-1 bg-transparent outline-none"
        />
      </div>
      <div ref={list} role="menu" aria-label="Steps" className="max-h-[min(430px,60vh)] overflow-y-auto">
        <div className={kinds.length > 0 ? 'p-1' : ''}>
          {kinds.map((kind) => (
            <Choice key={kind} kind={kind} onChoose={choose} />
          ))}
        </div>
        <TemplateChoices templates={templates} where={where} onChosen={close} />
      </div>
      {kinds.length + templates.length === 0 ? (
        <p className="px-3 pb-3 text-ink-3">No step matches.</p>
      ) : null}
    </div>
  );
}

function Choice({ kind, onChoose }: { kind: NodeKind; onChoose: (kind: NodeKind) => void }) {
  const { label, description } = nodeDefinitions[kind];
  const { Icon } = nodeViews[kind];
  return (
    <button
      type="button"
      role="menuitem"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(STEP_DRAG_TYPE, kind);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => onChoose(kind)}
      className="flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-left outline-none hover:bg-surface-2 focus:bg-surface-2"
    >
      <Icon className="size-4 shrink-0 text-ink-2" />
      <span className="min-w-0">
        <span className="block font-medium text-ink">{label}</span>
        <span className="block truncate text-sm text-ink-3">{description}</span>
      </span>
    </button>
  );
}
