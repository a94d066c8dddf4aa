'use client';

import { lazy, Suspense } from 'react';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { NodeSettings } from './node-settings.client.tsx';
import { SourceSection } from './source-section.client.tsx';

/** The editor and what belongs to it come when they are opened. */
const Workbench = lazy(() => import('./workbench.client.tsx'));

/** A code node beside the canvas: what its code does and makes. In full: the workbench where it is written. */
export function CodeInspector(props: InspectorProps<'code'>) {
  const { node, problems, readOnly, wide, onWide } = props;
  const shape = useNodeEnvironment().useCodeShape(node.id);
  if (wide) {
    return (
      <Suspense fallback={<SkeletonRows rows={8} label="Opening the editor" />}>
        <Workbench {...props} shape={shape} />
      </Suspense>
    );
  }
  return (
    <>
      <NodeProblems problems={problems} />
      <SourceSection node={node} readOnly={readOnly} onWide={onWide} />
      <NodeSettings {...props} shape={shape} />
    </>
  );
}
