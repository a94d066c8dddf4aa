'use client';

import { useReactFlow } from '@xyflow/react';
import {
  BookmarkPlus,
  Hand,
  MousePointer2,
  Network,
  Plus,
  Redo2,
  StickyNote,
  Table2,
  Undo2,
} from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { useEditor, useSession } from '../session/use-session.tsx';
import { addStep, tidyUp } from '../store/editor-actions.ts';
import { useAddMenu } from './add-menu-state.ts';
import { useCentre } from './use-centre.ts';

export type Tool = 'select' | 'hand';

import { fitOptions } from './fit-options.ts';

/** The floating bar of tools at the foot of the canvas. */
export function CanvasToolbar({
  tool,
  onTool,
  readOnly,
}: {
  tool: Tool;
  onTool: (tool: Tool) => void;
  readOnly: boolean;
}) {
  const session = useSession();
  const flow = useReactFlow();
  const canUndo = useEditor((state) => state.past.length > 0);
  const selected = useEditor((state) => state.selection.nodes.size > 0);
  const canRedo = useEditor((state) => state.future.length > 0);
  const openAt = useAddMenu((state) => state.openAt);
  const centre = useCentre();
  const { editor } = session;
  const tidy = () => {
    tidyUp(editor);
    requestAnimationFrame(() => void flow.fitView({ ...fitOptions, duration: 150 }));
  };
  return (
    <div
      role="toolbar"
      aria-label="Canvas tools"
      className="absolute bottom-4 left-1/2 z-10 flex max-w-[calc(100%-1rem)] -translate-x-1/2 items-center gap-1 overflow-x-auto rounded-lg border border-line bg-surface p-1 shadow-layer"
    >
      <IconButton label="Select" side="top" pressed={tool === 'select'} onClick={() => onTool('select')}>
        <MousePointer2 aria-hidden />
      </IconButton>
      <IconButton label="Move the view" side="top" pressed={tool === 'hand'} onClick={() => onTool('hand')}>
        <Hand aria-hidden />
      </IconButton>
      <IconButton label="Look-up tables" side="top" onClick={() => session.panel.setState({ tables: true })}>
        <Table2 aria-hidden />
      </IconButton>
      {readOnly ? null : (
        <>
          <IconButton
            label="Undo"
            keys={['⌘', 'Z']}
            side="top"
            disabled={!canUndo}
            onClick={() => editor.undo()}
          >
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton
            label="Redo"
            keys={['⇧', '⌘', 'Z']}
            side="top"
            disabled={!canRedo}
            onClick={() => editor.redo()}
          >
            <Redo2 aria-hidden />
          </IconButton>
          <IconButton
            label="Add note"
            side="top"
            onClick={() => {
              const at = centre();
              addStep(editor, 'note', { at: { x: at.x - 120, y: at.y + 80 } });
            }}
          >
            <StickyNote aria-hidden />
          </IconButton>
          <IconButton
            label="Save as a template"
            side="top"
            disabled={!selected}
            onClick={() => session.panel.setState({ templates: { kind: 'save' } })}
          >
            <BookmarkPlus aria-hidden />
          </IconButton>
          <IconButton label="Tidy up" side="top" onClick={tidy}>
            <Network aria-hidden className="-rotate-90" />
          </IconButton>
          <Button
            variant="primary"
            icon={<Plus aria-hidden />}
            aria-haspopup="menu"
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              const at = centre();
              const [only, ...more] = editor.selection.nodes;
              const where =
                only && more.length === 0 ? { after: only } : { at: { x: at.x - 120, y: at.y - 42 } };
              openAt(where, { left: box.right - 288, top: box.top });
            }}
          >
            Add step
          </Button>
        </>
      )}
    </div>
  );
}
