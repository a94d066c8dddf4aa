'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useStore } from 'zustand';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { withPlaces } from '../graph/layout-graph.ts';
import { useSession } from '../session/use-session.tsx';

/** Somebody else saved this draft: take theirs, keep one's own beside it, or put one's own in its place. */
export function StaleDialog() {
  const session = useSession();
  const client = useTRPCClient();
  const router = useRouter();
  const { slug: workspace, path } = useWorkspace();
  const state = useStore(session.saver.state);
  const decide = useMutation({
    mutationFn: async (choice: 'theirs' | 'copy' | 'mine') => {
      const theirs = await client.flow.get.query({ workspace, id: session.id });
      const mine = session.editor.graph;
      if (choice === 'mine') {
        session.saver.rebase(theirs.draftRevision, mine);
        return;
      }
      if (choice === 'copy') {
        const name = `${theirs.name} (copy ${new Date().toISOString().slice(0, 16).replace('T', ' ')})`.slice(
          -120,
        );
        const { id } = await client.flow.create.mutate({ workspace, name, graph: { ...mine, name } });
        session.saver.rebase(theirs.draftRevision, null);
        router.push(path(`/flows/${id}/build`));
        return;
      }
      session.saver.stop();
      session.editor.replace(withPlaces(theirs.draft));
      session.saver.rebase(theirs.draftRevision, null);
    },
  });
  const error = errorParts(decide.error);
  return (
    <Dialog
      open={state.kind === 'stale'}
      onOpenChange={() => undefined}
      title="Somebody else saved this draft"
      description="Since you opened it, another person or window has changed it. Your changes are not saved."
      footer={
        <>
          <Button loading={decide.isPending} onClick={() => decide.mutate('theirs')}>
            Reload theirs
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate('copy')}>
            Keep mine as a copy
          </Button>
          <Button variant="danger" loading={decide.isPending} onClick={() => decide.mutate('mine')}>
            Overwrite theirs
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorNotice error={error} />
      ) : (
        <p className="text-ink-2">Taking theirs is one step: undo brings yours back.</p>
      )}
    </Dialog>
  );
}
