import { Role, reaches } from '#core/access/permissions.ts';

/** What each role may do, in a few words. */
export const roleWords: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing',
  operator: 'Also decides conflicts, retries, pauses and resumes',
  editor: 'Also builds flows and connections',
  admin: 'Also manages members, API keys and the workspace',
  owner: 'Everything, and may make others owners',
};

/** The roles that somebody with this one may give, as options of a select, least first. */
export function grantableRoles(own: Role): { value: Role; label: string; hint: string }[] {
  return Role.options
    .filter((role) => reaches(own, role))
    .map((role) => ({ value: role, label: role, hint: roleWords[role] }));
}
