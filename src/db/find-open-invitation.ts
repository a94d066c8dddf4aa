import type { Db } from './prisma-client.ts';

/** An invitation that can still be accepted, by id or by address, whatever its workspace; else null. */
export function findOpenInvitation(db: Db, reference: { id: string } | { email: string }) {
  return db.invitation.findFirst({
    where: { ...reference, status: 'pending', expiresAt: { gt: new Date() } },
    include: { organization: true, user: { select: { name: true, email: true } } },
  });
}
