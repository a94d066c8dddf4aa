import type { Prisma } from './generated/client.ts';

/** Plain data as Prisma's JSON input: what cannot be JSON (undefined) is dropped. */
export function toJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
