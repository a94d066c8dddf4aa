'use client';

import { Bug } from 'lucide-react';
import Link from 'next/link';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { buttonClasses } from '#ui/button.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { debugPath, failedInCode } from './debug-path.ts';

/** Opens the code that a record failed in, with the record; nothing for what did not fail there, or who may not. */
export function DebugLink({ row }: { row: Pick<ShownEntry, 'laneId' | 'recordKey' | 'seq' | 'code'> }) {
  const { path, can } = useWorkspace();
  if (!failedInCode(row) || !can('code.debugInput')) return null;
  return (
    <Link href={path(debugPath(row))} className={buttonClasses('secondary', 'sm')}>
      <Bug aria-hidden />
      Debug this record
    </Link>
  );
}
