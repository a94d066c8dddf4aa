import { router } from '../trpc.ts';
import { createConnection } from './create-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { getConnection } from './get-connection.ts';
import { listConnections } from './list-connections.ts';
import { listStreams } from './list-streams.ts';
import { runPreflight } from './run-preflight.ts';
import { sampleStream } from './sample-stream.ts';
import { testConfig } from './test-config.ts';
import { testConnection } from './test-connection.ts';
import { updateConnection } from './update-connection.ts';

export const connectionRouter = router({
  list: listConnections,
  get: getConnection,
  create: createConnection,
  update: updateConnection,
  delete: deleteConnection,
  test: testConnection,
  testConfig,
  preflight: runPreflight,
  streams: listStreams,
  sample: sampleStream,
});
