import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#features/auth/auth-card.tsx';
import { AcceptInvitation, JoinByInvitation } from '#features/auth/invitation.tsx';
import { serverApi } from '#trpc/server-api.ts';

export const metadata: Metadata = { title: 'Invitation' };

/** An invitation that no longer holds is a page of its own; anything else is an error. */
function noneIfGone(error: unknown): null {
  if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null;
  throw error;
}

export default async function InvitationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const [{ user }, invitation] = await Promise.all([
    api.session.whoami(),
    api.member.invitation({ invitationId: id }).catch(noneIfGone),
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
      title={`Join ${invitation.workspace.name}`}
      description={`${invitation.invitedBy} invites you as ${invitation.role}, with the address ${invitation.email}.`}
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
