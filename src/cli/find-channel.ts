import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';

/** An alert channel by its name. Throws `NOT_FOUND`. */
export async function findChannel(session: Session, workspace: string, name: string) {
  const channels = await session.api.alert.channels.query({ workspace });
  const channel = channels.find((candidate) => candidate.name === name);
  if (channel) return channel;
  throw new CliError('NOT_FOUND', `There is no alert channel "${name}".`, {
    remedy: 'syncline alerts channels lists them.',
  });
}
