import type { Session } from './cli.ts';

/** What was deployed of a flow before a deployment. */
export type DeployedBefore = {
  version: number | null;
  /** `at` of the last status, by which a status of the new version is told from one of the old. */
  statusAt: number | null;
};

/** What is deployed of the flow of that name; both null when there is none. */
export async function deployedBefore(
  session: Session,
  workspace: string,
  name: string,
): Promise<DeployedBefore> {
  const flows = await session.api.flow.list.query({ workspace });
  const flow = flows.find((item) => item.name === name);
  if (!flow || flow.deployedVersion === null) return { version: null, statusAt: null };
  const status = await session.api.flow.status.query({ workspace, id: flow.id });
  return { version: flow.deployedVersion, statusAt: status?.at ?? null };
}
