import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#features/auth/auth-card.tsx';
import { AcceptInvitation, JoinByInvitation } from '#features/auth/invitation.tsx';
import { serverApi } from '#trpc/server-api.ts';

export const metadata: Metadata = { title: 'Invitation' };

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const [{ user }, invitation] = await Promise.all([
    api.session.whoami(),
    api.member.invitation({ invitationId: id }),
  ]);
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation no longer holds"
        description="It was used, withdrawn, or has expired. Ask for a new one."
        footer={
          <Link href="/" className="text-accent hover:underline">
            Go to your workspaces
          </Link>
        }
      />
    );
  }
  const other = user && user.email.toLowerCase() !== invitation.email.toLowerCase();
  return (
    <AuthCard
      title={`Join ${invitation.workspaceName}`}
      description={`You are invited as ${invitation.role}, with the address ${invitation.email}.`}
    >
      {other ? (
        <p className="text-ink-2">
          You are signed in as {user.email}. Sign out there first, then open this link again.
        </p>
      ) : user ? (
        <AcceptInvitation invitationId={id} />
      ) : (
        <JoinByInvitation invitationId={id} email={invitation.email} />
      )}
    </AuthCard>
  );
}
