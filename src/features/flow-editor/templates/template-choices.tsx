'use client';

import { BookmarkCheck, Settings2 } from 'lucide-react';
import type { Template } from '#core/templates/template-body.ts';
import { useSession } from '../session/use-session.tsx';
import type { Where } from '../store/editor-actions.ts';
import { useInsertTemplate, useTemplates } from './use-templates.ts';

const itemClasses =
  'flex w-full items-center gap-2.5 rounded-sm px-2 py-1.5 text-left outline-none hover:bg-surface-2 focus:bg-surface-2';

/** Templates that what is searched for finds. */
export function useFoundTemplates(search: string): readonly Template[] {
  const wanted = search.trim().toLowerCase();
  return useTemplates().filter(({ name, description }) =>
    `${name} ${description} template`.toLowerCase().includes(wanted),
  );
}

/** The templates in the menu of steps. */
export function TemplateChoices({
  templates,
  where,
  onChosen,
}: {
  templates: readonly Template[];
  where: Where;
  onChosen: () => void;
}) {
  const session = useSession();
  const insert = useInsertTemplate();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of a menu is no set of fields
    <div role="group" aria-label="Templates" className="border-t border-line p-1">
      {templates.map((template) => (
        <button
          key={template.id}
          type="button"
          role="menuitem"
          onClick={() => {
            onChosen();
            insert(template, where);
          }}
          className={itemClasses}
        >
          <BookmarkCheck aria-hidden className="size-4 shrink-0 text-ink-2" />
          <span className="min-w-0">
            <span className="block truncate font-medium text-ink">{template.name}</span>
            <span className="block truncate text-sm text-ink-3">{template.description}</span>
          </span>
        </button>
      ))}
      <button
        type="button"
        role="menuitem"
        onClick={() => {
          onChosen();
          session.panel.setState({ templates: { kind: 'manage' } });
        }}
        className={itemClasses}
      >
        <Settings2 aria-hidden className="size-4 shrink-0 text-ink-2" />
        <span className="text-ink-2">Look after templates</span>
      </button>
    </div>
  );
}
