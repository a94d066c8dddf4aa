'use client';

import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { AddMenuProvider, createAddMenu } from './canvas/add-menu-state.ts';
import { Canvas } from './canvas/canvas.tsx';
import { EmptyCanvas } from './canvas/empty-canvas.tsx';
import { useCanvasKeys } from './canvas/use-canvas-keys.ts';
import { EjectDialog } from './eject/eject-dialog.tsx';
import { TimeStrip } from './live/time-strip.tsx';
import { BottomPanel } from './panels/bottom-panel.tsx';
import { CreateStreamDialog } from './panels/create-stream-dialog.tsx';
import { FlowError } from './panels/flow-error.tsx';
import { InspectorPanel } from './panels/inspector-panel.tsx';
import { useDebugUrl } from './session/use-debug-url.ts';
import { useLive, useSession } from './session/use-session.tsx';
import { useStepUrl } from './session/use-step-url.ts';
import { TablesDialog } from './tables/tables-dialog.tsx';
import { TemplateDialogs } from './templates/template-dialogs.tsx';

/** The tab where a flow is drawn. */
export function BuildTab() {
  const [addMenu] = useState(createAddMenu);
  return (
    <ReactFlowProvider>
      <AddMenuProvider value={addMenu}>
        <Keys />
        <div className="relative flex min-h-0 flex-1">
          <div className="relative flex min-w-0 flex-1 flex-col">
            <div className="pointer-events-none absolute inset-x-4 top-3 z-10 mr-44 max-md:inset-x-2 max-md:top-14 max-md:mr-0">
              <FlowError className="pointer-events-auto max-w-2xl shadow-layer" />
            </div>
            <div className="relative flex min-h-0 flex-1 flex-col">
              <Canvas />
              <PastFrame />
            </div>
            <EmptyCanvas />
            <TimeStrip />
            <BottomPanel />
          </div>
          <InspectorPanel />
          <CreateStreamDialog />
          <TablesDialog />
          <TemplateDialogs />
          <EjectDialog />
        </div>
      </AddMenuProvider>
    </ReactFlowProvider>
  );
}

/** Says on the canvas itself that it does not show the present. */
function PastFrame() {
  const at = useLive((state) => state.past?.at ?? null);
  if (at === null) return null;
  return (
    <div className="pointer-events-none absolute inset-0 z-10 border-2 border-accent">
      <p className="mx-auto w-fit rounded-b-md bg-accent px-3 py-1 font-medium text-on-accent">
        As of <ClockTime at={at} />, not live
      </p>
    </div>
  );
}

function Keys() {
  const session = useSession();
  useStepUrl();
  useDebugUrl();
  const { can } = useWorkspace();
  const mayDeploy = can('flow.deploy');
  const onDeploy = useCallback(() => {
    if (mayDeploy) session.panel.setState((state) => ({ deployAsked: state.deployAsked + 1 }));
  }, [session, mayDeploy]);
  useCanvasKeys({ onDeploy, readOnly: !can('flow.saveDraft') });
  return null;
}
