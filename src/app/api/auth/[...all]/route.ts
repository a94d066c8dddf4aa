import { services } from '#server/services.ts';

const handle = (request: Request) => services().auth.handler(request);

export { handle as GET, handle as POST };
