'use client';

import { useQueryClient } from '@tanstack/react-query';
import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { Avatar } from '#ui/avatar.tsx';
import { Menu } from '#ui/menu.tsx';
import { toast } from '#ui/toast.tsx';
import { signOut } from '../auth/auth-client.ts';
import { useWorkspace } from './workspace-provider.tsx';

/** Who is signed in; their profile, the theme, and the way out. */
export function UserMenu() {
  const { user, role, path } = useWorkspace();
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  const queryClient = useQueryClient();
  const leave = async () => {
    const { error } = await signOut();
    if (error) {
      toast.error('Signing out failed', { description: error.message });
      return;
    }
    queryClient.clear();
    router.push('/sign-in');
  };
  const themeItem = (value: string, label: string, icon: React.ReactNode) => ({
    label,
    icon,
    hint: theme === value ? 'on' : undefined,
    onSelect: () => setTheme(value),
  });
  return (
    <Menu
      side="top"
      items={[
        { kind: 'heading', label: user.email },
        { label: 'Profile and password', icon: <UserRound aria-hidden />, href: path('/settings') },
        { kind: 'separator' },
        { kind: 'heading', label: 'Theme' },
        themeItem('system', 'As the system', <Monitor aria-hidden />),
        themeItem('light', 'Light', <Sun aria-hidden />),
        themeItem('dark', 'Dark', <Moon aria-hidden />),
        { kind: 'separator' },
        { label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => void leave() },
      ]}
      trigger={
        <button
          type="button"
          className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left hover:bg-surface-2"
        >
          <Avatar name={user.name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium text-ink">{user.name}</span>
          </span>
          <span className="text-sm text-ink-3">{role}</span>
          <span className="sr-only">Account menu</span>
        </button>
      }
    />
  );
}
