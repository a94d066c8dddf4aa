'use client';

import { useLive } from '#features/flow-editor/session/use-session.tsx';

/** Bytes as people say them. */
function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power - 1]}`;
}

/** How much log each source keeps back for this flow. */
export function Retained() {
  const retained = useLive((state) => state.status?.retained) ?? {};
  const entries = Object.entries(retained);
  if (entries.length === 0) return null;
  return (
    <p className="text-sm text-ink-3">
      Log held back: {entries.map(([name, bytes]) => `${name} ${bytesText(bytes)}`).join(', ')}
    </p>
  );
}
