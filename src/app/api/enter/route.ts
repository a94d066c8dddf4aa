import { handleEntry } from '#server/auth/handle-entry.ts';
import { services } from '#server/services.ts';

export const GET = (request: Request) => handleEntry(services(), request);
