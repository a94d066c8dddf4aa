'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis } from 'lucide-react';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { type ModulePins, pinModules } from '#core/code/pin-modules.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu } from '#ui/menu.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { toast } from '#ui/toast.tsx';
import { useNewestModules } from '../flow-editor/session/use-library.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ModuleDiff } from './module-diff.tsx';
import { ModuleSide } from './module-side.tsx';
import { ModuleSource } from './module-source.tsx';
import { MoveFlowsDialog } from './move-flows-dialog.tsx';
import { SaveModuleDialog } from './save-module-dialog.tsx';

type Module = ApiOutput['library']['show'];

const sideTabs = ['versions', 'uses'] as const;
const pageUrl = {
  /** Two versions that are laid over each other. */
  from: parseAsInteger,
  to: parseAsInteger,
  side: parseAsStringLiteral(sideTabs).withDefault('versions'),
};

/** The page of one module, once it was read. */
export function OpenModule({ module }: { module: Module }) {
  const { path, can } = useWorkspace();
  const { name, latest } = module;
  /** The version that the text was begun from: somebody may save another one meanwhile. */
  const [base, setBase] = useState(module.shown);
  const [url, setUrl] = useQueryStates(pageUrl);
  const [source, setSource] = useState(module.shown.source);
  const [pins, setPins] = useState<ModulePins>(module.shown.imports);
  const [dialog, setDialog] = useState<'save' | 'move' | null>(null);
  const newest = useNewestModules();
  const imports = useMemo(() => pinModules(source, pins, newest ?? {}) ?? {}, [source, pins, newest]);
  const changed =
    source !== base.source ||
    Object.entries(imports).some(([imported, version]) => base.imports[imported] !== version);
  if (!changed && module.shown.number > base.number) {
    setBase(module.shown);
    setSource(module.shown.source);
    setPins(module.shown.imports);
  }
  const editable = can('library.save');
  const comparing = url.from !== null && url.to !== null ? { from: url.from, to: url.to } : null;
  useUnsaved(changed);
  const save = () => {
    if (changed && editable) setDialog('save');
  };
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Library', href: path('/library') }]}
        title={name}
        status={
          <span className="flex items-center gap-2">
            <span className="text-ink-3">version {latest}</span>
            {module.archived ? <Badge>Archived</Badge> : null}
            {changed ? <Badge tone="accent">Not saved</Badge> : null}
          </span>
        }
        actions={
          editable ? (
            <>
              <Button variant="primary" disabled={!changed} onClick={save}>
                Save version {base.number + 1}
              </Button>
              <ArchiveMenu module={module} />
            </>
          ) : null
        }
      />
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
          {comparing ? (
            <ModuleDiff
              name={name}
              versions={module.versions.map(({ number }) => number)}
              {...comparing}
              onChange={(next) => void setUrl(next)}
              onClose={() => void setUrl({ from: null, to: null })}
            />
          ) : (
            <ModuleSource
              name={name}
              source={source}
              imports={imports}
              readOnly={!editable}
              onChange={setSource}
              onSave={save}
            />
          )}
        </div>
        <ModuleSide
          module={module}
          imports={imports}
          tab={url.side}
          onTab={(side) => void setUrl({ side })}
          onCompare={(from, to) => void setUrl({ from, to })}
          onPin={editable ? (imported, version) => setPins({ ...imports, [imported]: version }) : undefined}
          onMove={() => setDialog('move')}
        />
      </div>
      {dialog === 'save' ? (
        <SaveModuleDialog
          name={name}
          base={base.number}
          source={source}
          imports={imports}
          onClose={() => setDialog(null)}
          onCompare={(from, to) => {
            setDialog(null);
            void setUrl({ from, to });
          }}
          onSaved={({ version, imports: saved }, touched) => {
            setBase({ ...base, number: version, source, imports: saved });
            setPins(saved);
            setDialog(touched ? 'move' : null);
          }}
        />
      ) : null}
      {dialog === 'move' ? (
        <MoveFlowsDialog
          name={name}
          version={Math.max(latest, base.number)}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  );
}

function ArchiveMenu({ module: { name, archived } }: { module: Module }) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const archive = useMutation(
    trpc.library.archive.mutationOptions({
      onSuccess: async (_, input) => {
        await client.invalidateQueries(trpc.library.pathFilter());
        if (!input.archived) return;
        toast.success(`${name} is offered no more.`, {
          description: 'What pins it keeps it.',
          action: {
            label: 'Undo',
            onClick: () => archive.mutate({ workspace, name, archived: false }),
          },
        });
      },
      onError: (error) => toast.error(errorParts(error)?.message ?? 'The module was not archived.'),
    }),
  );
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="More">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={[
        {
          label: archived ? 'Bring it back' : 'Archive',
          icon: archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />,
          onSelect: () => archive.mutate({ workspace, name, archived: !archived }),
        },
      ]}
    />
  );
}

/** Asks before the page is closed while the text is not saved. */
function useUnsaved(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);
}
