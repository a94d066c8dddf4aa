'use client';

import { CreateTableDialog } from '#features/tables/create-table-dialog.tsx';
import { toast } from '#ui/toast.tsx';
import { fillCreated, sourceFor } from '../graph/fill-created.ts';
import { usePanel, useSession } from '../session/use-session.tsx';

/** The dialog that makes the stream of an endpoint; afterwards the canvas goes on with it. */
export function CreateStreamDialog() {
  const nodeId = usePanel((state) => state.creating);
  return nodeId === null ? null : <ForEndpoint key={nodeId} nodeId={nodeId} />;
}

function ForEndpoint({ nodeId }: { nodeId: string }) {
  const session = useSession();
  const close = () => session.panel.setState({ creating: null });
  const { graph } = session.editor;
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node?.kind !== 'endpoint') return null;
  return (
    <CreateTableDialog
      to={node.connection}
      source={sourceFor(graph, nodeId)}
      onClose={close}
      onCreated={(created, from) => {
        session.editor.edit((draft) => fillCreated(draft, nodeId, from, created));
        toast.success(`${created.stream} is there.`);
        close();
      }}
    />
  );
}
