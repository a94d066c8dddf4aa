import { handleExport } from '#server/export/handle-export.ts';
import { services } from '#server/services.ts';

export const GET = (request: Request) => handleExport(services(), request);

export const dynamic = 'force-dynamic';
