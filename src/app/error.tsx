'use client';

import { ErrorNotice } from '#ui/error-notice.tsx';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg items-center p-6">
      <ErrorNotice
        className="flex-1"
        error={{
          message: 'This page could not be shown.',
          code: error.digest ?? null,
          remedy: 'Try again. If it stays, look at the log of the web process under this code.',
        }}
        onRetry={reset}
      />
    </main>
  );
}
