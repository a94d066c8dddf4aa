'use client';

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';
import { usePanel, useSession } from '../session/use-session.tsx';
import { EjectReport } from './eject-report.tsx';

/** Asks before a mapping or a filter becomes code, with what came of records that went through both. */
export function EjectDialog() {
  const nodeId = usePanel((state) => state.ejecting);
  return nodeId === null ? null : <AskToEject key={nodeId} nodeId={nodeId} />;
}

function AskToEject({ nodeId }: { nodeId: string }) {
  const session = useSession();
  const { slug: workspace } = useWorkspace();
  const api = useTRPCClient();
  const { editor } = session;
  // What is tried is what is put in: an edit that comes in between asks to be tried as well.
  const tried = useRef(editor.graph);
  const attempt = useMutation({
    mutationFn: () => api.code.eject.mutate({ workspace, graph: tried.current, nodeId }),
  });
  const start = attempt.mutate;
  useEffect(() => start(), [start]);
  const close = () => session.panel.setState({ ejecting: null });
  const { data } = attempt;
  const kind = editor.graph.nodes.find(({ id }) => id === nodeId)?.kind === 'filter' ? 'filter' : 'mapping';
  const differs = data?.compared.some(({ different }) => different > 0) ?? false;
  const fields = `${data?.count} field${data?.count === 1 ? '' : 's'}`;
  const what = kind === 'mapping' ? fields : 'the filter';
  const eject = () => {
    if (!data) return;
    if (editor.graph !== tried.current) {
      tried.current = editor.graph;
      start();
      return;
    }
    editor.replace(data.graph);
    editor.selectNode(data.codeId);
    close();
    const done = kind === 'filter' ? 'The filter is' : `${fields} ${data.count === 1 ? 'is' : 'are'}`;
    toast.success(`${done} code now.`, {
      action: { label: 'Undo', onClick: () => editor.undo() },
    });
  };
  const error = errorParts(attempt.error);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => (open ? undefined : close())}
      title={`Turn the ${kind} into code`}
      description={
        kind === 'mapping'
          ? 'A code node in front of the mapping does the work of its pairs, which then only join fields of the same names. While the code is not edited, it can turn back.'
          : 'A code node takes the place of the filter and lets the same records through. While it is not edited, it can turn back.'
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant={differs ? 'danger' : 'primary'}
            disabled={!data}
            loading={attempt.isPending}
            onClick={eject}
          >
            {differs ? 'Turn into code all the same' : data ? `Turn ${what} into code` : 'Turn into code'}
          </Button>
        </>
      }
    >
      {error ? <ErrorNotice error={error} /> : null}
      {attempt.isPending ? (
        <SkeletonRows rows={4} label="Records of the streams go through both forms" />
      ) : null}
      {data ? <EjectReport ejected={data} kind={kind} /> : null}
    </Dialog>
  );
}
