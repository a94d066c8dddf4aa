import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import { Button } from './button.tsx';

/** An error as people see it: what happened, its code, what to do about it. */
export type ErrorParts = {
  message: string;
  code: string | null;
  remedy: string | null;
  /** Further text from the system concerned. */
  detail?: string | null;
};

/** Shows an error with its code and remedy. */
export function ErrorNotice({
  error,
  onRetry,
  actions,
  className,
}: {
  error: ErrorParts;
  onRetry?: () => void;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div
      role="alert"
      className={classNames(
        'flex gap-2.5 rounded-lg border border-fail/30 bg-fail-bg px-3 py-2.5',
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-fail" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words text-ink">
          {error.message}
          {error.code ? <code className="ml-2 text-fail">{error.code}</code> : null}
        </p>
        {error.remedy ? <p className="mt-0.5 text-ink-2">{error.remedy}</p> : null}
        {error.detail ? (
          <p className="mt-1 font-mono text-sm break-words whitespace-pre-wrap text-ink-2">{error.detail}</p>
        ) : null}
        {onRetry || actions ? (
          <div className="mt-2 flex gap-2">
            {onRetry ? (
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            ) : null}
            {actions}
          </div>
        ) : null}
      </div>
    </div>
  );
}
