'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CodeShape } from '#core/code/code-shape.ts';
import { SplitPane } from '#ui/split-pane.tsx';
import { Tabs } from '#ui/tabs.tsx';
import type { InspectorProps } from '../node-views.ts';
import type { CodePanelProps } from './panels/code-panel.ts';
import { codePanels } from './panels/code-panels.client.ts';
import { SourceEditor } from './source-editor.client.tsx';
import { useFindings } from './use-findings.client.ts';

export type WorkbenchProps = InspectorProps<'code'> & { shape: CodeShape | null };

/** Where code is written: the editor, and beside it what tries, tests and explains it. */
export default function Workbench(props: WorkbenchProps) {
  const { node, problems, readOnly, shape, onEdit, onEditEnd } = props;
  const [panel, setPanel] = useQueryState('panel', parseAsString.withDefault('problems'));
  const [place, setPlace] = useState<(Parameters<CodePanelProps['goTo']>[0] & { request: number }) | null>(
    null,
  );
  const goTo = useCallback<CodePanelProps['goTo']>(
    (next) => setPlace((before) => ({ ...next, request: (before?.request ?? 0) + 1 })),
    [],
  );
  const { focusPlace } = props;
  useEffect(() => {
    if (focusPlace) goTo(focusPlace);
  }, [focusPlace, goTo]);
  const { findings, marks, failure, onMarks } = useFindings(node.id);
  const panelProps: CodePanelProps = {
    ...{ node, readOnly, shape, onEdit, onEditEnd, findings, failure, goTo },
    // Those in the code are among the findings, as they are now.
    problems: problems.filter(({ place: inCode }) => !inCode),
  };
  const shown = useMemo(
    () => codePanels.filter(({ forms }) => !forms || forms.includes(node.form)),
    [node.form],
  );
  return (
    <SplitPane
      name="code"
      label="Code and panels"
      left={<SourceEditor {...props} marks={marks} onMarks={onMarks} place={place} />}
      right={
        <div className="flex h-full min-h-0 flex-col">
          <Tabs
            label="Beside the code"
            value={shown.some(({ id }) => id === panel) ? panel : 'problems'}
            onChange={(id) => void setPanel(id)}
            tabs={shown.map(({ id, label, count, Panel }) => ({
              value: id,
              label,
              count: count?.(panelProps) || undefined,
              content: <Panel {...panelProps} />,
            }))}
          />
        </div>
      }
    />
  );
}
