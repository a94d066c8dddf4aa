import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** What a person can do about an issue; each tells how it went and brings the page up to date. */
export function useTriage(id: string) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const told = (done: string) => ({
    onSuccess: async () => {
      toast.success(done);
      await queryClient.invalidateQueries({ queryKey: trpc.issue.pathKey() });
    },
    onError: (error: unknown) => {
      const parts = errorParts(error);
      toast.error(parts?.message ?? 'That did not work', { description: parts?.remedy });
    },
  });
  const assign = useMutation(trpc.issue.assign.mutationOptions(told('Assigned')));
  const snooze = useMutation(trpc.issue.snooze.mutationOptions(told('The issue rests')));
  const ignore = useMutation(trpc.issue.ignore.mutationOptions(told('The issue is set aside')));
  const resolve = useMutation(trpc.issue.resolve.mutationOptions(told('The issue is resolved')));
  const reopen = useMutation(trpc.issue.reopen.mutationOptions(told('The issue is open again')));
  const note = useMutation(trpc.issue.note.mutationOptions(told('Noted')));
  const retry = useMutation(trpc.issue.retry.mutationOptions(told('Its records are tried again')));
  const of = { workspace: slug, id };
  // What was typed stays where it stands until it has arrived.
  return {
    /** Its state is being changed. */
    settling: [snooze, ignore, resolve, reopen].some(({ isPending }) => isPending),
    noting: note.isPending,
    retrying: retry.isPending,
    assign: (userId: string | null) => assign.mutate({ ...of, userId }),
    snoozeUntil: (until: Date, onSuccess?: () => void) =>
      snooze.mutate({ ...of, until: until.toISOString() }, { onSuccess }),
    snoozeTimes: (times: number) => snooze.mutate({ ...of, times }),
    ignore: (reason: string, onSuccess: () => void) => ignore.mutate({ ...of, reason }, { onSuccess }),
    resolve: () => resolve.mutate(of),
    reopen: () => reopen.mutate(of),
    note: (text: string, onSuccess: () => void) => note.mutate({ ...of, text }, { onSuccess }),
    retry: () => retry.mutate(of),
  };
}
export type TriageActions = ReturnType<typeof useTriage>;
