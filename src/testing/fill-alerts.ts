import { randomUUID } from 'node:crypto';
import { toJson } from '#db/to-json.ts';
import { sealChannel } from '#server/alerts/open-channel.ts';
import type { Services } from '#server/services.ts';

/** One of everything about alerts, named by the marker. */
export async function fillAlerts(
  { prisma, secretKey }: Services,
  {
    marker,
    workspaceId,
    flowId,
    secret,
  }: { marker: string; workspaceId: string; flowId: string; secret: string },
) {
  const of = { workspaceId };
  const channelId = randomUUID();
  const { config, secrets } = sealChannel(secretKey, channelId, {
    kind: 'slack',
    url: `http://127.0.0.1:1/${secret}`,
  });
  await prisma.alertChannel.create({
    data: {
      ...of,
      id: channelId,
      name: `${marker} channel`,
      kind: 'slack',
      config: toJson(config),
      secrets,
      createdBy: marker,
    },
  });
  const body = { condition: { kind: 'breaker' }, severity: 'info' };
  const rule = await prisma.alertRule.create({
    data: { ...of, name: marker, flowId, body, channelIds: [channelId], createdBy: marker },
  });
  const incident = await prisma.alertIncident.create({
    data: {
      ...of,
      id: randomUUID(),
      ruleId: rule.id,
      ruleName: marker,
      severity: 'info',
      subject: marker,
      flowId,
      state: 'firing',
      open: true,
      detail: marker,
      since: new Date(),
    },
  });
  const delivery = await prisma.alertDelivery.create({
    data: {
      ...of,
      id: randomUUID(),
      channelId,
      channelName: marker,
      payload: { kind: 'group', workspace: { slug: '', name: marker }, notices: [], more: 1, url: '' },
      kind: 'group',
      state: 'delivered',
      lastAttempt: 1,
      nextAttemptAt: new Date(),
    },
  });
  return { ruleId: rule.id, channelId, incidentId: incident.id, deliveryId: delivery.id };
}
