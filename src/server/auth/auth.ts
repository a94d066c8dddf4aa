import { hkdfSync } from 'node:crypto';
import { APIError, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { organization } from 'better-auth/plugins';
import { findOpenInvitation } from '#db/find-open-invitation.ts';
import type { PrismaClient } from '#db/prisma-client.ts';
import { logger } from '../logger.ts';
import { entryLink } from './entry-link.ts';
import { workspaceRoles } from './workspace-roles.ts';

export type AuthSettings = { prisma: PrismaClient; secretKey: Buffer; publicUrl: string };

/** Paths of better-auth that have a counterpart in the API, where the permission table and the audit log hold. */
const pathsOfTheApi = [
  '/organization/create',
  '/organization/update',
  '/organization/delete',
  '/organization/invite-member',
  '/organization/cancel-invitation',
  '/organization/accept-invitation',
  '/organization/reject-invitation',
  '/organization/get-invitation',
  '/organization/list-invitations',
  '/organization/list-user-invitations',
  '/organization/remove-member',
  '/organization/update-member-role',
  '/organization/leave',
  '/organization/add-member',
  '/delete-user',
  '/change-email',
];

/** Sign-in for people: address and password, sessions in the store, workspaces as organizations. */
export function createAuth({ prisma, secretKey, publicUrl }: AuthSettings) {
  return betterAuth({
    appName: 'Syncline',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: Buffer.from(hkdfSync('sha256', secretKey, '', 'syncline sessions', 32)).toString('base64'),
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    trustedOrigins: [publicUrl, 'http://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'],
    emailAndPassword: { enabled: true, minPasswordLength: 8, autoSignIn: true },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    disabledPaths: pathsOfTheApi,
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => logger[level]({ part: 'auth' }, message) },
    advanced: { useSecureCookies: publicUrl.startsWith('https://'), cookiePrefix: 'syncline' },
    databaseHooks: {
      user: {
        create: {
          /** Nobody makes an account without being invited; the owner is made by the set-up. */
          async before(user) {
            if (await findOpenInvitation(prisma, { email: user.email.toLowerCase() })) return;
            throw new APIError('FORBIDDEN', { message: 'There is no open invitation for this address.' });
          },
        },
      },
    },
    plugins: [organization(workspaceRoles()), entryLink()],
  });
}

export type Auth = ReturnType<typeof createAuth>;
