/** What the web part does beside answering. Next calls it once, as the server starts. */
export async function register(): Promise<void> {
  // Next builds this file for its other runtime as well, which has no sockets: there it must be seen to do nothing.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ startAlertStandIn }, { startTracing }] = await Promise.all([
    import('#server/alerts/stand-in.ts'),
    import('#server/start-tracing.ts'),
  ]);
  startTracing('syncline-web');
  startAlertStandIn();
}
