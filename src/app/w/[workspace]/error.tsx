'use client';

import { ErrorNotice } from '#ui/error-notice.tsx';

export default function WorkspaceError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="mx-auto w-full max-w-lg p-6">
      <ErrorNotice
        error={{
          message: error.message || 'This page could not be shown.',
          code: error.digest ?? null,
          remedy: 'Try again, or go on with another page.',
        }}
        onRetry={reset}
      />
    </div>
  );
}
