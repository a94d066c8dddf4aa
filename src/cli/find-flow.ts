import type { Session } from './cli.ts';

/** The flow of that name, with the workspace that it is in. Throws `NOT_FOUND`. */
export async function findFlow(
  session: Session,
  name: string,
): Promise<{ workspace: string; id: string; name: string }> {
  const workspace = await session.workspace();
  const { id } = await session.api.flow.find.query({ workspace, name });
  return { workspace, id, name };
}
