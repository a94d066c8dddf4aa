import { createAccessControl } from 'better-auth/plugins/access';
import { permissions, Role, reaches } from '#core/access/permissions.ts';

/**
 * The permission table in better-auth's form: resources are the API's, actions its verbs. What
 * changes a workspace goes through the API, so this only keeps better-auth's own view true.
 */
export function workspaceRoles() {
  const statements: Record<string, string[]> = {};
  for (const permission of Object.keys(permissions)) {
    const [resource, action] = permission.split('.') as [string, string];
    statements[resource] = [...(statements[resource] ?? []), action];
  }
  const access = createAccessControl(statements);
  const roles = Object.fromEntries(
    Role.options.map((role) => [role, access.newRole(actionsOf(role, statements))]),
  );
  return { ac: access, roles, creatorRole: 'owner' };
}

function actionsOf(role: Role, statements: Record<string, string[]>): Record<string, string[]> {
  const may = (resource: string, action: string) => {
    const least = Role.safeParse(permissions[`${resource}.${action}` as keyof typeof permissions]);
    return least.success && reaches(role, least.data);
  };
  return Object.fromEntries(
    Object.entries(statements).map(([resource, actions]) => [
      resource,
      actions.filter((action) => may(resource, action)),
    ]),
  );
}
