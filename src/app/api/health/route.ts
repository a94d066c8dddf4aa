/** Liveness: the process answers. */
export const GET = () => Response.json({ alive: true });

export const dynamic = 'force-dynamic';
