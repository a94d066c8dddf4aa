import { Role, reaches } from '#core/access/permissions.ts';

/** What each role may do, in a few words. */
export const roleWords: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing',
  operator: 'Decides conflicts, tries records again, pauses and resumes flows',
  editor: 'Builds flows and connections, and what operators may',
  admin: 'Manages members, API keys and the workspace, and what editors may',
  owner: 'Everything, and may make others owners',
};

/** The roles that somebody with this one may give, as options of a select, least first. */
export function grantableRoles(own: Role): { value: Role; label: string; hint: string }[] {
  return Role.options
    .filter((role) => reaches(own, role))
    .map((role) => ({ value: role, label: role, hint: roleWords[role] }));
}
