/** What the web part does beside answering. Next calls it once, as the server starts. */
export async function register(): Promise<void> {
  const { startAlertStandIn } = await import('#server/alerts/stand-in.ts');
  startAlertStandIn();
}
