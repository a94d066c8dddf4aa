import { BulkProgress } from '#core/operations/bulk-progress.ts';
import { ProgressBar } from '#ui/progress-bar.tsx';
import type { Operation } from '../activity/use-operation.ts';

/** How far a preview has got: it reads every selected record on both sides. */
export function PreviewProgress({ operation }: { operation: Operation | null }) {
  const progress = BulkProgress.safeParse(operation?.progress).data;
  const share = progress && progress.totalLines > 0 ? progress.lines / progress.totalLines : null;
  const words = progress
    ? `${progress.lines.toLocaleString('en')} of ${progress.totalLines.toLocaleString('en')} looked at`
    : 'Looking at both sides';
  return (
    <div>
      <p className="mb-1.5 text-ink-2" aria-live="polite">
        {progress?.waiting ?? words}
      </p>
      <ProgressBar label="Preview" value={share} />
    </div>
  );
}
