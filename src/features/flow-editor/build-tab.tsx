'use client';

import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { AddMenuProvider, createAddMenu } from './canvas/add-menu-state.ts';
import { Canvas } from './canvas/canvas.tsx';
import { EmptyCanvas } from './canvas/empty-canvas.tsx';
import { useCanvasKeys } from './canvas/use-canvas-keys.ts';
import { TimeStrip } from './live/time-strip.tsx';
import { BottomPanel } from './panels/bottom-panel.tsx';
import { CreateStreamDialog } from './panels/create-stream-dialog.tsx';
import { FlowError } from './panels/flow-error.tsx';
import { InspectorPanel } from './panels/inspector-panel.tsx';
import { useSession } from './session/use-session.tsx';
import { useStepUrl } from './session/use-step-url.ts';

/** The tab where a flow is drawn. */
export function BuildTab() {
  const [addMenu] = useState(createAddMenu);
  return (
    <ReactFlowProvider>
      <AddMenuProvider value={addMenu}>
        <Keys />
        <div className="relative flex min-h-0 flex-1">
          <div className="relative flex min-w-0 flex-1 flex-col">
            <div className="pointer-events-none absolute inset-x-4 top-3 z-10 mr-44">
              <FlowError className="pointer-events-auto max-w-2xl shadow-layer" />
            </div>
            <Canvas />
            <EmptyCanvas />
            <TimeStrip />
            <BottomPanel />
          </div>
          <InspectorPanel />
          <CreateStreamDialog />
        </div>
      </AddMenuProvider>
    </ReactFlowProvider>
  );
}

function Keys() {
  const session = useSession();
  useStepUrl();
  const { can } = useWorkspace();
  const mayDeploy = can('flow.deploy');
  const onDeploy = useCallback(() => {
    if (mayDeploy) session.panel.setState((state) => ({ deployAsked: state.deployAsked + 1 }));
  }, [session, mayDeploy]);
  useCanvasKeys({ onDeploy, readOnly: !can('flow.saveDraft') });
  return null;
}
