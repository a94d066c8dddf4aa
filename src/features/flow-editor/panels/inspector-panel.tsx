'use client';

import { Copy, Maximize2, Minimize2, Trash2, X } from 'lucide-react';
import { type CSSProperties, useCallback, useEffect, useMemo } from 'react';
import type { FlowNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import { viewsOf } from '#nodes/registry.client.ts';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { EjectButtons } from '../eject/eject-buttons.tsx';
import { useCompiled, useEditor, useLive, usePanel, useSession } from '../session/use-session.tsx';
import { useWideStep } from '../session/use-step-url.ts';
import { duplicateSelected, editNode, removeSelected } from '../store/editor-actions.ts';
import { NOTHING } from '../store/editor-store.ts';
import { EdgeInspector } from './edge-inspector.tsx';

const NONE: readonly Problem[] = [];

/** The panel at the right: what is selected, to look at and to change. */
export function InspectorPanel() {
  const selection = useEditor((state) => state.selection);
  const nodes = useEditor((state) => state.graph.nodes);
  const edges = useEditor((state) => state.graph.edges);
  const [onlyNode, ...moreNodes] = selection.nodes;
  const [onlyEdge, ...moreEdges] = selection.edges;
  if (onlyNode && moreNodes.length === 0) {
    const node = nodes.find((other) => other.id === onlyNode);
    return node ? <NodeInspector key={node.id} node={node} /> : null;
  }
  if (onlyEdge && moreEdges.length === 0 && selection.nodes.size === 0) {
    const edge = edges.find((other) => other.id === onlyEdge);
    return edge ? <EdgeInspector key={edge.id} edge={edge} /> : null;
  }
  return null;
}

function NodeInspector({ node }: { node: FlowNode }) {
  const session = useSession();
  const readOnly = !useWorkspace().can('flow.saveDraft');
  const problems = useCompiled((state) => state.byNode[node.id]) ?? NONE;
  const live = useLive((state) => state.nodes[node.id]) ?? null;
  const focus = usePanel((state) => state.focusField);
  const codePlace = usePanel((state) => state.codePlace);
  const focusPlace = useMemo(
    () => (codePlace?.nodeId === node.id ? { ...codePlace.place, request: codePlace.request } : null),
    [codePlace, node.id],
  );
  const definition = definitionOf(node);
  const [wide, setWide] = useWideStep(node.id, definition.widens);
  const inFull = usePanel((state) => state.openInFull === node.id);
  useEffect(() => {
    if (!inFull) return;
    if (definition.widens) setWide(true);
    session.panel.setState({ openInFull: null });
  }, [inFull, definition, setWide, session]);
  const { Inspector, Icon } = viewsOf(node);
  const { editor } = session;
  const onEdit = useCallback(
    (recipe: (draft: FlowNode) => void, gesture?: string) => editNode(editor, node.id, recipe, gesture),
    [editor, node.id],
  );
  const onEditEnd = useCallback(() => editor.endGesture(), [editor]);
  return (
    <aside
      aria-label="Inspector"
      data-inspector={wide ? 'wide' : 'side'}
      style={wide ? undefined : inspectorWidth(definition.inspectorWidth)}
      className={classNames(
        'flex min-h-0 flex-col bg-surface',
        wide
          ? 'absolute inset-0 z-20'
          : 'w-(--width) shrink-0 border-l border-line max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:max-w-full max-lg:shadow-layer max-sm:w-full max-sm:border-l-0',
      )}
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <Icon className="size-4 shrink-0 text-ink-2" />
        <h2 className="sr-only">{nodeTitle(node)}</h2>
        <input
          aria-label="Label"
          title="Label"
          value={node.label ?? ''}
          placeholder={nodeTitle(node)}
          maxLength={120}
          readOnly={readOnly}
          onChange={(event) => {
            const label = event.target.value;
            editNode(
              editor,
              node.id,
              (draft) => {
                if (label === '') delete draft.label;
                else draft.label = label;
              },
              'label',
            );
          }}
          onBlur={() => editor.endGesture()}
          className="h-7 min-w-0 flex-1 rounded-sm bg-transparent px-1 font-semibold text-ink placeholder:text-ink hover:bg-surface-2 focus-visible:outline-1"
        />
        {definition.widens ? (
          <IconButton
            label={wide ? 'Back to the canvas' : 'Open in full'}
            pressed={wide}
            onClick={() => setWide(!wide)}
          >
            {wide ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
          </IconButton>
        ) : null}
        {readOnly ? null : (
          <>
            <EjectButtons node={node} />
            <IconButton label="Duplicate" keys={['⌘', 'D']} onClick={() => duplicateSelected(editor)}>
              <Copy aria-hidden />
            </IconButton>
            <IconButton label="Delete step" keys={['⌫']} onClick={() => removeSelected(editor)}>
              <Trash2 aria-hidden />
            </IconButton>
          </>
        )}
        <IconButton label="Close inspector" keys={['Esc']} onClick={() => editor.select(NOTHING)}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Inspector
          node={node}
          problems={problems}
          live={live}
          readOnly={readOnly}
          focusField={focus?.nodeId === node.id ? focus.index : null}
          focusPlace={focusPlace}
          wide={wide}
          onWide={setWide}
          onEdit={onEdit}
          onEditEnd={onEditEnd}
        />
      </div>
    </aside>
  );
}

/** As wide as its kind asks for, with room left for the canvas; narrow windows lay it over that. */
function inspectorWidth(pixels: number): CSSProperties {
  return { '--width': `min(${pixels}px, 60vw)` } as CSSProperties;
}
