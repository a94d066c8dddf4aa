import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { WorkspaceFrame } from '#features/workspace/workspace-frame.tsx';
import { serverApi } from '#trpc/server-api.ts';

export default async function WorkspaceLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { workspace: slug } = await params;
  const api = await serverApi();
  const { user, workspaces } = await api.session.whoami();
  if (!user) redirect(`/sign-in?next=${encodeURIComponent(`/w/${slug}`)}`);
  const workspace = workspaces.find((candidate) => candidate.slug === slug);
  if (!workspace) notFound();
  return (
    <WorkspaceFrame info={{ slug, name: workspace.name, role: workspace.role, user, workspaces }}>
      {children}
    </WorkspaceFrame>
  );
}
