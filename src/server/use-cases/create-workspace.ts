import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { type WorkspaceAccess, workspaceDirectory } from '#db/workspace-directory.ts';
import { userActor } from '../auth/actor.ts';
import type { Services } from '../services.ts';
import { workspaceContext } from '../workspace-context.ts';

const attempts = 5;

/** Makes a workspace that belongs to the person who asks; its slug is made from its name. */
export async function createWorkspace(
  services: Services,
  user: { id: string; email: string },
  input: { name: string },
): Promise<{ slug: string }> {
  const workspace = await createWithFreeSlug(services, input.name, user.id);
  await workspaceContext(services, workspace, userActor(user)).audit({
    action: 'workspace.create',
    target: { kind: 'workspace', id: workspace.id, name: workspace.name },
  });
  return { slug: workspace.slug };
}

/** Somebody else may take the slug between looking and writing: then looks again. */
async function createWithFreeSlug(
  services: Services,
  name: string,
  ownerId: string,
  attempt = 1,
): Promise<WorkspaceAccess> {
  const directory = workspaceDirectory(services.prisma);
  const stem = slugOf(name);
  const taken = await directory.slugsLike(stem);
  let slug = stem;
  for (let number = 2; taken.has(slug); number += 1) slug = `${stem}-${number}`;
  try {
    return await directory.create({ name, slug, ownerId });
  } catch (error) {
    if (!isUniqueViolation(error) || attempt >= attempts) throw error;
    return createWithFreeSlug(services, name, ownerId, attempt + 1);
  }
}

/** Lower-case letters, digits and dashes. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' ? 'workspace' : slug;
}
