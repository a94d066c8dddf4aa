'use client';

import { useSyncExternalStore } from 'react';

const unchanging = () => () => {};
const onMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys to press, e.g. `<Kbd keys={['⌘', 'K']} />`; where there is no ⌘ key it says Ctrl. */
export function Kbd({ keys }: { keys: string[] }) {
  const mac = useSyncExternalStore(unchanging, onMac, () => false);
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-line bg-surface-2 px-1 font-sans text-[10px]/none text-ink-2"
        >
          {(mac ? onMacs : elsewhere)[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}

const onMacs: Readonly<Record<string, string>> = { Alt: '⌥' };
const elsewhere: Readonly<Record<string, string>> = { '⌘': 'Ctrl' };
