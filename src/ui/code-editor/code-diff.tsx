'use client';

import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../skeleton.tsx';
import type { CodeDiffProps } from './monaco-diff.tsx';

const MonacoDiff = lazy(() => import('./monaco-diff.tsx'));

/** Two texts of the same code with what differs between them, to read. It fills the height that it is given. */
export function CodeDiff(props: CodeDiffProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={8} label="Comparing" />}>
      <MonacoDiff {...props} />
    </Suspense>
  );
}
