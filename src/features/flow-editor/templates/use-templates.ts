'use client';

import { useQuery } from '@tanstack/react-query';
import { builtInTemplates } from '#core/templates/built-in-templates.ts';
import { templateConnections } from '#core/templates/make-template.ts';
import type { Template } from '#core/templates/template-body.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { toast } from '#ui/toast.tsx';
import { useSession } from '../session/use-session.tsx';
import type { Where } from '../store/editor-actions.ts';
import { insertTemplate } from './insert-template.ts';

/** The workspace's own templates, then those that come with Syncline. */
export function useTemplates(): readonly Template[] {
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const own = useQuery(trpc.template.list.queryOptions({ workspace }, { staleTime: 30_000 }));
  return [...(own.data ?? []), ...builtInTemplates];
}

/** Puts a template into the flow; one with endpoints asks first which connections they read. */
export function useInsertTemplate(): (template: Template, where: Where) => void {
  const session = useSession();
  return (template, where) => {
    if (templateConnections(template.body).length > 0) {
      session.panel.setState({ templates: { kind: 'connect', template, where } });
      return;
    }
    const { nodes, tables } = insertTemplate(session.editor, template.body, where);
    session.reveal(nodes);
    if (tables.length > 0) tellTables(tables);
  };
}

/** Says which tables of the flow are not those that the template was made with. */
export function tellTables(tables: readonly string[]): void {
  toast.warning(`The flow has a table ${tables.join(', ')} of its own.`, {
    description: 'It stays as it is; look whether the code finds in it what it reads.',
  });
}
