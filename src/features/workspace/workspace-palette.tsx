'use client';

import { Moon, Plug, Plus, Sun, UserPlus, Workflow } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { CommandPalette, type PaletteGroup, type PaletteItem } from '#ui/command-palette.tsx';
import { navigation } from './navigation.ts';
import { useFlows } from './use-live-flows.ts';
import { useWorkspace } from './workspace-provider.tsx';

/** Cmd+K of a workspace: its pages, flows and first steps. */
export function WorkspacePalette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { slug, path, can } = useWorkspace();
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const flows = useFlows(slug);
  const go = (rest: string) => () => router.push(path(rest));

  const pages = navigation
    .flatMap((group) => group.items)
    .map((item): PaletteItem => {
      const Icon = item.icon;
      return {
        id: `page ${item.path}`,
        label: item.label,
        icon: <Icon aria-hidden />,
        onSelect: go(item.path),
      };
    });
  const actions: PaletteItem[] = [];
  if (can('flow.create')) {
    actions.push({
      id: 'new flow',
      label: 'New flow',
      icon: <Plus aria-hidden />,
      onSelect: go('/flows/new'),
    });
  }
  if (can('connection.create')) {
    actions.push({
      id: 'new connection',
      label: 'Add a connection',
      icon: <Plug aria-hidden />,
      onSelect: go('/connections/new'),
    });
  }
  if (can('member.invite')) {
    actions.push({
      id: 'invite',
      label: 'Invite somebody',
      icon: <UserPlus aria-hidden />,
      onSelect: go('/members?invite=true'),
    });
  }
  const dark = resolvedTheme === 'dark';
  actions.push({
    id: 'theme',
    label: dark ? 'Use the light theme' : 'Use the dark theme',
    icon: dark ? <Sun aria-hidden /> : <Moon aria-hidden />,
    onSelect: () => setTheme(dark ? 'light' : 'dark'),
  });
  const groups: PaletteGroup[] = [
    {
      heading: 'Flows',
      items: (flows.data ?? []).map((flow) => ({
        id: `flow ${flow.id}`,
        label: flow.name,
        icon: <Workflow aria-hidden />,
        onSelect: go(`/flows/${flow.id}`),
      })),
    },
    { heading: 'Pages', items: pages },
    { heading: 'Actions', items: actions },
  ];
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      groups={groups.filter((group) => group.items.length > 0)}
    />
  );
}
