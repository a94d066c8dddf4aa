import { router } from '../trpc.ts';
import { acknowledgeIncident } from './acknowledge-incident.ts';
import { applyRules } from './apply-rules.ts';
import { deleteChannel } from './delete-channel.ts';
import { deleteRule } from './delete-rule.ts';
import { exportRules } from './export-rules.ts';
import { listChannels } from './list-channels.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listIncidents } from './list-incidents.ts';
import { listRules } from './list-rules.ts';
import { muteIncident } from './mute-incident.ts';
import { muteRule } from './mute-rule.ts';
import { redeliver } from './redeliver.ts';
import { saveChannel } from './save-channel.ts';
import { saveRule } from './save-rule.ts';
import { summarizeAlerts } from './summarize-alerts.ts';
import { testChannel } from './test-channel.ts';

export const alertRouter = router({
  summary: summarizeAlerts,
  incidents: listIncidents,
  acknowledge: acknowledgeIncident,
  muteIncident,
  rules: listRules,
  saveRule,
  deleteRule,
  muteRule,
  exportRules,
  applyRules,
  channels: listChannels,
  saveChannel,
  deleteChannel,
  testChannel,
  deliveries: listDeliveries,
  redeliver,
});
