import { handleApiRequest } from '#server/api/handle-api-request.ts';
import { services } from '#server/services.ts';

const handle = (request: Request) => handleApiRequest(services(), request);

export { handle as GET, handle as POST };
