'use client';

import { Bug } from 'lucide-react';
import Link from 'next/link';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { buttonClasses } from '#ui/button.tsx';
import { Tooltip } from '#ui/tooltip.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { debugPath, failedInCode } from './debug-path.ts';
import { keyText } from './record-title.ts';

/** Opens the code that a record failed in, with the record; nothing for what did not fail there, or who may not. */
export function DebugLink({
  row,
  compact = false,
}: {
  row: Pick<ShownEntry, 'laneId' | 'recordKey' | 'seq' | 'code'>;
  /** An icon, for a row that is a link itself. */
  compact?: boolean;
}) {
  const { path, can } = useWorkspace();
  if (!failedInCode(row) || !can('code.debugInput')) return null;
  if (compact) {
    return (
      <Tooltip content="Debug this record">
        <Link
          href={path(debugPath(row))}
          aria-label={`Debug record ${keyText(row.recordKey)}`}
          className="relative z-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-2 hover:bg-line hover:text-ink"
        >
          <Bug aria-hidden className="size-3.5" />
        </Link>
      </Tooltip>
    );
  }
  return (
    <Link href={path(debugPath(row))} className={buttonClasses('secondary', 'sm')}>
      <Bug aria-hidden />
      Debug this record
    </Link>
  );
}
