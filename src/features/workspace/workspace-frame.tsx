'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { TitleWhereCut } from '#ui/title-where-cut.tsx';
import { NarrowBar } from './narrow-bar.tsx';
import { Sidebar } from './sidebar.tsx';
import { useLiveFlowsFeed } from './use-live-flows.ts';
import { WorkspacePalette } from './workspace-palette.tsx';
import { type WorkspaceInfo, WorkspaceProvider } from './workspace-provider.tsx';

function Frame({ slug, children }: { slug: string; children: ReactNode }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  useLiveFlowsFeed(slug);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A page with a palette of its own (the canvas) prevents the default first.
      if (event.defaultPrevented) return;
      if ((event.metaKey || event.ctrlKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPaletteOpen((open) => !open);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="relative flex h-dvh flex-col overflow-clip lg:flex-row">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:border focus:border-line focus:bg-surface focus:px-3 focus:py-1.5"
      >
        Skip to content
      </a>
      <div className="hidden w-56 shrink-0 lg:block">
        <Sidebar onOpenPalette={() => setPaletteOpen(true)} />
      </div>
      <NarrowBar onOpenPalette={() => setPaletteOpen(true)} />
      <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
        {children}
      </main>
      <TitleWhereCut />
      <WorkspacePalette open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}

/** Everything around a page of a workspace: navigation, palette, live flows. */
export function WorkspaceFrame({ info, children }: { info: WorkspaceInfo; children: ReactNode }) {
  return (
    <WorkspaceProvider info={info}>
      <Frame slug={info.slug}>{children}</Frame>
    </WorkspaceProvider>
  );
}
