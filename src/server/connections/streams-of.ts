import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Services } from '../services.ts';
import type { StoredConnection } from './find-connection.ts';
import { withConnection } from './with-session.ts';

/** Every stream of a connection, as of the last half minute, or as of now with `refresh`. */
export function streamsOf(
  services: Services,
  connection: StoredConnection,
  options: { refresh?: boolean } = {},
): Promise<StreamSchema[]> {
  // Settings that changed are another connection to the cache.
  const key = `${connection.id} ${connection.updatedAt.getTime()}`;
  if (options.refresh) services.streams.forget(key);
  return services.streams.get(key, () =>
    withConnection(services, connection, (session) => session.introspect()),
  );
}
