'use client';

import { Menu, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Drawer } from '#ui/drawer.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { useNarrow } from '#ui/use-narrow.ts';
import { Logo } from './logo.tsx';
import { Sidebar } from './sidebar.tsx';
import { useWorkspace } from './workspace-provider.tsx';

/** What stands in the sidebar's place in a narrow window: a bar with the button that brings the sidebar in. */
export function NarrowBar({ onOpenPalette }: { onOpenPalette: () => void }) {
  const { name, path } = useWorkspace();
  const pathname = usePathname();
  const narrow = useNarrow('lg');
  const [open, setOpen] = useState(false);
  // Whoever has gone somewhere, or has room for the sidebar again, needs it no more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page closes it
  useEffect(() => setOpen(false), [pathname, narrow]);
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-bg px-2 lg:hidden">
      {/* Without a hint: it would show whenever the drawer gives the focus back. */}
      <button
        type="button"
        aria-label="Menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-surface-2 hover:text-ink"
      >
        <Menu aria-hidden className="size-4" />
      </button>
      <Link
        href={path('')}
        className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md px-1 py-1 font-semibold"
      >
        <Logo />
        <span className="truncate">{name}</span>
      </Link>
      <IconButton label="Go to or do…" className="size-9!" onClick={onOpenPalette}>
        <Search aria-hidden />
      </IconButton>
      <Drawer open={open && narrow} onOpenChange={setOpen} label="Menu">
        <Sidebar
          onOpenPalette={() => {
            setOpen(false);
            onOpenPalette();
          }}
        />
      </Drawer>
    </header>
  );
}
