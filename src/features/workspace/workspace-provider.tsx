'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { allows, type Role, type WorkspacePermission } from '#core/access/permissions.ts';

export type WorkspaceInfo = {
  slug: string;
  name: string;
  role: Role;
  user: { id: string; name: string; email: string; hasPassword: boolean };
  workspaces: readonly { slug: string; name: string }[];
};

export type Workspace = WorkspaceInfo & {
  /** A path inside this workspace, e.g. `path('/flows')`. */
  path: (rest: string) => string;
  /** May this person call the procedure? */
  can: (permission: WorkspacePermission) => boolean;
};

const Context = createContext<Workspace | null>(null);

/** Says to everything below which workspace this is and what the person may do there. */
export function WorkspaceProvider({ info, children }: { info: WorkspaceInfo; children: ReactNode }) {
  const value = useMemo<Workspace>(
    () => ({
      ...info,
      path: (rest) => `/w/${info.slug}${rest}`,
      can: (permission) => allows(info.role, permission),
    }),
    [info],
  );
  return <Context value={value}>{children}</Context>;
}

/** The workspace of this page. */
export function useWorkspace(): Workspace {
  const workspace = useContext(Context);
  if (!workspace) throw new Error('useWorkspace stands outside a WorkspaceProvider.');
  return workspace;
}
