import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '#config/env.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** A client, or the transaction that one opened. */
export type Db = PrismaClient | Prisma.TransactionClient;

type ClientHolder = typeof globalThis & { synclinePrismaClients?: Map<string, PrismaClient> };

/**
 * The client of Syncline's own store: one per process and address, kept on `globalThis` because a
 * bundler may load this module more than once.
 *
 * @param url address of the store; the configured one when absent
 */
export function prismaClient(url: string = env.databaseUrl()): PrismaClient {
  const holder = globalThis as ClientHolder;
  holder.synclinePrismaClients ??= new Map();
  let client = holder.synclinePrismaClients.get(url);
  if (!client) {
    client = new PrismaClient({
      adapter: new PrismaPg({ connectionString: url, max: 10, options: '-c timezone=UTC' }),
      // The usual 2 and 5 s are too little for a store on a machine with much to do.
      transactionOptions: { maxWait: 20_000, timeout: 30_000 },
    });
    holder.synclinePrismaClients.set(url, client);
  }
  return client;
}

export type { PrismaClient };
