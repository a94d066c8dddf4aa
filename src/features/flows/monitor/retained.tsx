'use client';

import { useLive } from '#features/flow-editor/session/use-session.tsx';
import { bytesText } from '#lib/bytes-text.ts';

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
