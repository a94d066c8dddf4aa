import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** Forward and back through keyset pages; `summary` says what is shown. */
export function Pagination({
  summary,
  onPrevious,
  onNext,
}: {
  summary: ReactNode;
  /** Absent on the first page. */
  onPrevious?: () => void;
  /** Absent on the last page. */
  onNext?: () => void;
}) {
  return (
    <nav
      aria-label="Pages"
      className="flex h-10 shrink-0 items-center gap-2 border-t border-line bg-surface px-4 text-sm text-ink-3"
    >
      <span className="mr-auto">{summary}</span>
      <Button size="sm" icon={<ChevronLeft aria-hidden />} disabled={!onPrevious} onClick={onPrevious}>
        Newer
      </Button>
      <Button size="sm" disabled={!onNext} onClick={onNext}>
        Older
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
