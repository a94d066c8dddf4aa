'use client';

import { Minus, Plus } from 'lucide-react';
import type { Evidence } from '#core/mapping/suggestion.ts';

/** What speaks for a pair and what against it, the strongest first. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {evidence
        .filter(({ weight }) => weight !== 0)
        .map(({ kind, weight, text }) => (
          <li key={kind + text} className="flex items-start gap-2">
            {weight > 0 ? (
              <Plus aria-label="For it:" className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <Minus aria-label="Against it:" className="mt-0.5 size-4 shrink-0 text-warn" />
            )}
            <span className="min-w-0 text-ink">{text}</span>
          </li>
        ))}
    </ul>
  );
}
