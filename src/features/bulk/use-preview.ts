'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { isUnderWay, type Operation, useOperation } from '../activity/use-operation.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AskedPreview } from './asked-preview.ts';
import type { BulkTarget } from './bulk-target.ts';

/** A dry run of an action over a target, from asking for it to its result. It ends with the window that shows it. */
export function usePreview(target: BulkTarget) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutateAsync: begin } = useMutation(trpc.bulk.preview.mutationOptions());
  const { mutateAsync: beginRepair } = useMutation(trpc.bulk.previewRepair.mutationOptions());
  const { mutate: cancel } = useMutation(trpc.operation.cancel.mutationOptions());
  const [asked] = useState(
    () =>
      new AskedPreview((id) => {
        const input = { workspace: slug, id };
        const known = queryClient.getQueryData(trpc.operation.get.queryKey(input));
        if (!known || isUnderWay(known)) cancel(input);
      }),
  );
  const { id, asking, error } = useStore(asked.state);
  useEffect(() => () => asked.drop(), [asked]);
  const query = useOperation(slug, id);
  const operation: Operation | null = (id && query.data) || null;
  const result = BulkResult.safeParse(operation?.state === 'done' ? operation.result : null);
  const failed = operation?.error ? { detail: '', ...operation.error } : null;
  return {
    id,
    operation,
    result: result.success ? result.data : null,
    error: errorParts(error ?? query.error) ?? failed,
    underWay: asking || (id !== null && (!operation || isUnderWay(operation))),
    start(action: BulkAction) {
      if (!('findings' in target)) void asked.ask(() => begin({ workspace: slug, action, ...target }));
      else if (action.kind === 'repair') {
        const { findings: filter, numbers } = target;
        void asked.ask(() => beginRepair({ workspace: slug, action, filter, numbers }));
      }
    },
    drop: () => asked.drop(),
  };
}
