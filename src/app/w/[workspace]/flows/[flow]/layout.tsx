import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { FlowFrame } from '#features/flow-editor/session/flow-frame.tsx';

export const metadata: Metadata = { title: 'Flow' };

export default async function FlowLayout({
  params,
  children,
}: {
  params: Promise<{ flow: string }>;
  children: ReactNode;
}) {
  const { flow } = await params;
  return <FlowFrame flowId={flow}>{children}</FlowFrame>;
}
