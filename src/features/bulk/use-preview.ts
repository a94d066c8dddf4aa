'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { isUnderWay, type Operation, useOperation } from '../activity/use-operation.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import type { BulkTarget } from './bulk-target.ts';

/** A dry run of an action over a target, from asking for it to its result. */
export function usePreview(target: BulkTarget) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [id, setId] = useState<string | null>(null);
  const onSuccess = (operation: { id: string }) => setId(operation.id);
  const begin = useMutation(trpc.bulk.preview.mutationOptions({ onSuccess }));
  const beginRepair = useMutation(trpc.bulk.previewRepair.mutationOptions({ onSuccess }));
  const cancel = useMutation(trpc.operation.cancel.mutationOptions());
  const query = useOperation(slug, id);
  const operation: Operation | null = (id && query.data) || null;
  const result = BulkResult.safeParse(operation?.state === 'done' ? operation.result : null);
  const failed = operation?.error ? { detail: '', ...operation.error } : null;
  /** Nobody waits for one that is not looked at any more. */
  const drop = () => {
    if (id && operation && isUnderWay(operation)) cancel.mutate({ workspace: slug, id });
    setId(null);
  };
  return {
    id,
    operation,
    result: result.success ? result.data : null,
    error: errorParts(begin.error ?? beginRepair.error ?? query.error) ?? failed,
    underWay:
      begin.isPending || beginRepair.isPending || (id !== null && (!operation || isUnderWay(operation))),
    start(action: BulkAction) {
      drop();
      begin.reset();
      beginRepair.reset();
      if (!('findings' in target)) begin.mutate({ workspace: slug, action, ...target });
      else if (action.kind === 'repair') {
        const { findings: filter, numbers } = target;
        beginRepair.mutate({ workspace: slug, action, filter, numbers });
      }
    },
    drop() {
      drop();
      begin.reset();
      beginRepair.reset();
    },
  };
}
