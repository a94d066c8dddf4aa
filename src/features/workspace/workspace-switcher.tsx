'use client';

import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { Logo } from './logo.tsx';
import { NewWorkspaceDialog } from './new-workspace-dialog.tsx';
import { useWorkspace } from './workspace-provider.tsx';

/** The workspace's name; opens the list of the person's workspaces. */
export function WorkspaceSwitcher() {
  const { slug, name, workspaces } = useWorkspace();
  const [creating, setCreating] = useState(false);
  const items: MenuItem[] = [
    { kind: 'heading', label: 'Workspaces' },
    ...workspaces.map(
      (workspace): MenuItem => ({
        label: workspace.name,
        href: `/w/${workspace.slug}`,
        icon: workspace.slug === slug ? <Check aria-hidden /> : <span className="inline-block size-4" />,
      }),
    ),
    { kind: 'separator' },
    { label: 'New workspace…', icon: <Plus aria-hidden />, onSelect: () => setCreating(true) },
  ];
  return (
    <>
      <Menu
        items={items}
        trigger={
          <button
            type="button"
            className="group flex h-8 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left hover:bg-surface-2"
          >
            <Logo />
            <span className="flex-1 truncate font-semibold">{name}</span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            <span className="sr-only">Switch workspace</span>
          </button>
        }
      />
      <NewWorkspaceDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}
