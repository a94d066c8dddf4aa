import { Prisma } from './generated/client.ts';

/** Did the store refuse the write because another row holds the same unique value? */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
