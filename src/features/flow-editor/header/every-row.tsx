'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';

/** Values of two-way pairs go there and back from a sample; on request, from every row. */
export function EveryRow({
  found,
  onAsk,
}: {
  found: UseQueryResult<ApiOutput['flow']['validate']>;
  onAsk: () => void;
}) {
  const error = errorParts(found.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void found.refetch()} />;
  return (
    <p className="flex items-center gap-3 text-ink-2 text-sm">
      <span>
        {found.data
          ? 'The values of every row went to the other side and back.'
          : 'Values of two-way pairs went to the other side and back, from the first 2,000 rows of each.'}
      </span>
      {found.data ? null : (
        <Button loading={found.isFetching} onClick={onAsk}>
          Take every row
        </Button>
      )}
    </p>
  );
}
