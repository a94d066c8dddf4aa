'use client';

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { CodeModule } from '#core/code/code-program.ts';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';

const NONE: readonly CodeModule[] = [];

/** The newest version of every module that the library offers; null while it is not known. */
export function useNewestModules(): ModulePins | null {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const { data } = useQuery(trpc.library.list.queryOptions({ workspace: slug }, { staleTime: 10_000 }));
  return useMemo(
    () =>
      data
        ? Object.fromEntries(
            data.filter(({ archived }) => !archived).map(({ name, version }) => [name, version]),
          )
        : null,
    [data],
  );
}

/** The modules that code pins with all that these import; none while they are not known. */
export function useModules(pins: ModulePins): readonly CodeModule[] {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const input = Object.keys(pins).length === 0 ? skipToken : { workspace: slug, pins: { ...pins } };
  // Versions never change.
  const { data } = useQuery(
    trpc.library.sources.queryOptions(input, {
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: keepPreviousData,
    }),
  );
  return input === skipToken ? NONE : (data ?? NONE);
}
