import type { Session } from './cli.ts';

/** The whole id of an issue whose id is given, or its first characters. Throws `NOT_FOUND`. */
export async function issueIdOf(session: Session, id: string): Promise<string> {
  const { issue } = await session.api.issue.show.query({ workspace: await session.workspace(), id });
  return issue.id;
}
