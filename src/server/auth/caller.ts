import type { WorkspaceAccess } from '#db/workspace-directory.ts';

/** Who a request comes from. */
export type Caller =
  | { kind: 'nobody' }
  | { kind: 'user'; id: string; name: string; email: string }
  | { kind: 'api-key'; id: string; name: string; workspace: WorkspaceAccess };
