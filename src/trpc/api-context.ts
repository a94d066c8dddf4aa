'use client';

import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '#server/api/app-router.ts';

/** `useTRPC()` gives typed query, mutation and subscription options; `useTRPCClient()` the bare client. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
