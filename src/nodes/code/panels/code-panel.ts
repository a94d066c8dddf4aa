import type { ComponentType } from 'react';
import type { CodeForm } from '#core/code/code-form.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import type { CodeCheckView } from '../../node-environment.client.tsx';
import type { InspectorProps } from '../../node-views.ts';
import type { CodeFinding } from '../code-finding.ts';

/** What a panel beside the code works on. */
export type CodePanelProps = Pick<
  InspectorProps<'code'>,
  'node' | 'problems' | 'readOnly' | 'onEdit' | 'onEditEnd'
> & {
  /** Null where the node stands on no path whose streams are known. */
  shape: CodeShape | null;
  /** What is wrong with the code, as it is typed. */
  findings: readonly CodeFinding[];
  /** Why the server could not check the code. */
  failure: CodeCheckView['failure'];
  /** Shows a place of the node's source, or of a module of the library. */
  goTo: (place: { module: string | null; line: number; column: number }) => void;
};

/** A tab beside the code. */
export type CodePanel = {
  id: string;
  label: string;
  /** Where it is of use; everywhere where it is absent. */
  forms?: readonly CodeForm[];
  /** A number behind the label; none where it is 0. */
  count?: (props: CodePanelProps) => number;
  Panel: ComponentType<CodePanelProps>;
};
