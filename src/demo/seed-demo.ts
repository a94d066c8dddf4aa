import { SyncError } from '#core/errors/sync-error.ts';
import { parseFlow } from '#core/flow/parse-flow.ts';
import { settingRepository } from '#db/setting-repository.ts';
import { createServices, type Services } from '#server/services.ts';
import { applyFlow } from '#server/use-cases/apply-flow.ts';
import { createConnection } from '#server/use-cases/create-connection.ts';
import { testConnection } from '#server/use-cases/test-connection.ts';
import { updateConnection } from '#server/use-cases/update-connection.ts';
import { type WorkspaceContext, workspaceContext } from '#server/workspace-context.ts';
import { createDemoDatabases, type DemoNames } from './create-demo-databases.ts';
import demoFlow from './demo-flow.json' with { type: 'json' };
import { DemoSetting, demoSettingKey } from './demo-setting.ts';
import { type DemoSize, generateDemoRows } from './generate-demo-rows.ts';

export type SeedDemoOptions = {
  /** Of a user of the embedded server who may create roles and databases. */
  adminUrl: string;
  storeUrl: string;
  workspaceId: string;
  /** 32 bytes; seals the connections' passwords. */
  secretKey: Buffer;
  /** Who did it, as the account of actions names them. */
  createdBy: string;
  log: (line: string) => void;
  /** For tests, which share a server and have little time. */
  names?: DemoNames;
  size?: DemoSize;
};

const SEED = 2;
const demoNames: DemoNames = { role: 'syncline_demo', left: 'crm', right: 'app' };

/**
 * Makes the demo once: two databases with rows, a connection to each, and the flow between them,
 * deployed. Broken off half-way, it goes on where it was the next time.
 * @returns false when the demo was there before (or was, and somebody deleted it)
 */
export async function seedDemo(options: SeedDemoOptions): Promise<boolean> {
  const { storeUrl, secretKey, workspaceId, log } = options;
  // Nobody signs in here, so the address of the pages does not matter.
  const services = createServices({
    databaseUrl: storeUrl,
    secretKey,
    publicUrl: 'http://localhost',
    alertReach: { privateHosts: false },
  });
  try {
    const settings = settingRepository(services.prisma);
    if ((await settings.get(demoSettingKey)) !== null) return false;
    const names = options.names ?? demoNames;
    log(`Making the demo databases ${names.left} and ${names.right} …`);
    const rows = generateDemoRows({ seed: SEED, now: new Date(), size: options.size });
    const { leftUrl, rightUrl } = await createDemoDatabases({ adminUrl: options.adminUrl, names, rows });

    const context = await contextOf(services, workspaceId, options.createdBy);
    const leftConnectionId = await putConnection(context, 'crm', leftUrl);
    const rightConnectionId = await putConnection(context, 'app', rightUrl);
    const flowId = await deployFlow(context);
    const setting: DemoSetting = {
      workspaceId,
      flowId,
      leftConnectionId,
      rightConnectionId,
      leftDatabase: names.left,
      rightDatabase: names.right,
    };
    await settings.set(demoSettingKey, DemoSetting.parse(setting));
    log(`The demo flow "${demoFlow.name}" is deployed.`);
    return true;
  } finally {
    await services.close();
  }
}

async function contextOf(services: Services, workspaceId: string, by: string): Promise<WorkspaceContext> {
  const { slug, name } = await services.prisma.organization.findUniqueOrThrow({ where: { id: workspaceId } });
  const actor = { kind: 'user', id: by, label: by, userId: null } as const;
  return workspaceContext(services, { id: workspaceId, slug, name, role: 'owner' }, actor);
}

async function putConnection(context: WorkspaceContext, name: string, url: string): Promise<string> {
  const config = { url };
  const known = await context.store.connections.find({ name });
  if (known && known.createdBy !== context.actor.label) {
    throw new SyncError('NAME_TAKEN', `The connection "${name}" is somebody's own; the demo needs the name.`);
  }
  const { id } = known ?? (await createConnection(context, { name, connector: 'postgres', config }));
  if (known) await updateConnection(context, { id, config });
  await testConnection(context, { id });
  return id;
}

async function deployFlow(context: WorkspaceContext): Promise<string> {
  const graph = parseFlow(demoFlow);
  const { id, version, problems } = await applyFlow(context, {
    graph,
    deploy: true,
    overwrite: false,
    check: 'samples',
    message: 'The demo',
  });
  if (version !== null) return id;
  throw new SyncError('FLOW_INVALID', 'The demo flow does not compile.', {
    detail: JSON.stringify(problems),
  });
}
