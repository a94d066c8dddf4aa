import { redirect } from 'next/navigation';
import { serverApi } from '#trpc/server-api.ts';

export default async function Page() {
  const api = await serverApi();
  const { user, workspaces } = await api.session.whoami();
  if (!user) redirect('/sign-in');
  const first = workspaces[0];
  redirect(first ? `/w/${first.slug}` : '/welcome');
}
