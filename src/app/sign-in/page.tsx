import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '#features/auth/auth-card.tsx';
import { SignInForm } from '#features/auth/sign-in-form.tsx';
import { ownPath } from '#lib/own-path.ts';
import { serverApi } from '#trpc/server-api.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = ownPath((await searchParams).next, '/');
  const api = await serverApi();
  if ((await api.session.whoami()).user) redirect(next);
  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          On the machine that runs Syncline, <code>npm start</code> prints a link that signs its owner in.
          Others join by invitation.
        </>
      }
    >
      <SignInForm next={next} />
    </AuthCard>
  );
}
