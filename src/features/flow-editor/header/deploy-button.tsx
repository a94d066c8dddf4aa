'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { sameMeaning } from '../graph/same-meaning.ts';
import { useCompiled, useEditor, usePanel, useSession } from '../session/use-session.tsx';
import { DeployDialog } from './deploy-dialog.tsx';

/** The next version's number; null until the versions are known. */
function useNextVersion(flowId: string): number | null {
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const versions = useQuery(trpc.flow.versions.queryOptions({ workspace, id: flowId }));
  return versions.data ? Math.max(0, ...versions.data.map((version) => version.number)) + 1 : null;
}

/** Deploys the draft as the next version; disabled, saying why, while it has errors. */
export function DeployButton({ flow }: { flow: ApiOutput['flow']['get'] }) {
  const session = useSession();
  const next = useNextVersion(flow.id);
  const errors = useCompiled(
    (state) => state.problems.filter((problem) => problem.severity === 'error').length,
  );
  const ready = useCompiled((state) => state.ready);
  const empty = useEditor((state) => state.graph.nodes.length === 0);
  const deployed = flow.deployed;
  const unchanged = useEditor((state) => deployed !== null && sameMeaning(state.graph, deployed.graph));
  const asked = usePanel((state) => state.deployAsked);
  const [open, setOpen] = useState(false);
  const reason = empty
    ? 'There is nothing to deploy yet.'
    : errors > 0
      ? `Mend ${errors === 1 ? 'the problem' : `the ${errors} problems`} first.`
      : !ready
        ? 'Reading the streams…'
        : null;
  const blocked = reason !== null || flow.desired === 'deleting';
  const [answered, setAnswered] = useState(asked);
  if (asked !== answered) {
    // Cmd+Enter on the canvas asks for what the button does.
    setAnswered(asked);
    if (blocked) session.panel.setState({ tab: 'problems' });
    else setOpen(true);
  }
  return (
    <span title={reason ?? undefined}>
      <Button variant={unchanged ? 'secondary' : 'primary'} disabled={blocked} onClick={() => setOpen(true)}>
        {unchanged ? `Deployed v${deployed?.number}` : `Deploy${next === null ? '' : ` v${next}`}`}
      </Button>
      {open ? <DeployDialog flow={flow} next={next} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}
