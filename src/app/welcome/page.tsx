import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '#features/auth/auth-card.tsx';
import { CreateFirstWorkspace } from '#features/auth/create-first-workspace.tsx';
import { serverApi } from '#trpc/server-api.ts';

export const metadata: Metadata = { title: 'Welcome' };

export default async function WelcomePage() {
  const api = await serverApi();
  const { user, workspaces } = await api.session.whoami();
  if (!user) redirect('/sign-in?next=/welcome');
  if (workspaces[0]) redirect(`/w/${workspaces[0].slug}`);
  return (
    <AuthCard
      title={`Welcome, ${user.name}`}
      description="You belong to no workspace yet. Create one, or ask somebody for an invitation to theirs."
    >
      <CreateFirstWorkspace />
    </AuthCard>
  );
}
