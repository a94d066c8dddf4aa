'use client';

import { Download, Ellipsis, FlaskConical, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { TrialDialog } from '#features/trial/trial-dialog.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { useSession } from '../session/use-session.tsx';
import { DeleteFlowDialog } from './delete-flow-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { usePauseResume } from './use-flow-actions.ts';

/** Saves a text as a file on the person's machine. */
function download(name: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const FOR_EDITORS = 'for editors';

/** Pause or resume, and what is done to a flow less often. */
export function FlowMenu({ flow }: { flow: ApiOutput['flow']['get'] }) {
  const session = useSession();
  const { slug: workspace, can } = useWorkspace();
  const { pause, resume } = usePauseResume(flow.id);
  const [open, setOpen] = useState<'rename' | 'delete' | 'try' | null>(null);
  const items: MenuItem[] = [
    {
      label: 'Rename',
      icon: <Pencil aria-hidden />,
      disabled: !can('flow.rename'),
      hint: can('flow.rename') ? undefined : FOR_EDITORS,
      onSelect: () => setOpen('rename'),
    },
    {
      label: 'Try the draft on real changes',
      icon: <FlaskConical aria-hidden />,
      disabled: !can('operation.startTrial') || flow.deployed === null,
      hint: can('operation.startTrial') ? flow.deployed === null && 'once it is deployed' : FOR_EDITORS,
      onSelect: () => setOpen('try'),
    },
    {
      label: 'Export as a file',
      icon: <Download aria-hidden />,
      onSelect: () =>
        download(
          `${flow.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.json`,
          `${JSON.stringify({ ...session.editor.graph, name: flow.name }, null, 2)}\n`,
        ),
    },
    { kind: 'separator' },
    {
      label: 'Delete flow',
      icon: <Trash2 aria-hidden />,
      danger: true,
      disabled: !can('flow.delete') || flow.desired === 'deleting',
      hint: can('flow.delete') ? undefined : FOR_EDITORS,
      onSelect: () => setOpen('delete'),
    },
  ];
  return (
    <>
      {flow.desired === 'running' && can('flow.pause') ? (
        <Button
          icon={<Pause aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate({ workspace, id: flow.id })}
        >
          Pause
        </Button>
      ) : null}
      {flow.desired === 'paused' && can('flow.resume') ? (
        <Button
          icon={<Play aria-hidden />}
          loading={resume.isPending}
          onClick={() => resume.mutate({ workspace, id: flow.id })}
        >
          Resume
        </Button>
      ) : null}
      <Menu
        align="end"
        items={items}
        trigger={
          <IconButton label="More actions" variant="secondary">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      />
      <RenameDialog flow={flow} open={open === 'rename'} onClose={() => setOpen(null)} />
      {open === 'try' ? <TrialDialog flow={flow} onClose={() => setOpen(null)} /> : null}
      <DeleteFlowDialog flow={flow} open={open === 'delete'} onClose={() => setOpen(null)} />
    </>
  );
}
