'use client';

import { createAuthClient } from 'better-auth/react';

/** better-auth's browser side: sessions and passwords. Everything about workspaces goes over the API. */
export const { signIn, signUp, signOut, changePassword, updateUser } = createAuthClient({
  basePath: '/api/auth',
});
