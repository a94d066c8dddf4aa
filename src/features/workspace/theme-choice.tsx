'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { Segmented } from '#ui/segmented.tsx';

const options = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

const noSubscription = () => () => {};

/** Light, dark, or as the system says. */
export function ThemeChoice({ size = 'md' }: { size?: 'sm' | 'md' }) {
  const { theme, setTheme } = useTheme();
  // The server does not know the person's choice.
  const inBrowser = useSyncExternalStore(
    noSubscription,
    () => true,
    () => false,
  );
  return (
    <Segmented
      label="Theme"
      size={size}
      value={inBrowser ? (theme ?? 'system') : null}
      onChange={setTheme}
      options={options}
    />
  );
}
