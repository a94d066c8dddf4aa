import { z } from 'zod';
import { FlowEdge, FlowNode, FlowTable } from '../flow/flow-graph.ts';

/** What a template holds: steps, what lies between them, and the look-up tables that their code reads. */
export const TemplateBody = z.strictObject({
  formatVersion: z.literal(1),
  nodes: z.array(FlowNode).min(1).max(200),
  edges: z.array(FlowEdge).max(400),
  tables: z.array(FlowTable).max(100).optional(),
});
export type TemplateBody = z.infer<typeof TemplateBody>;

/** What people call a template. */
export const TemplateName = z.string().trim().min(1).max(120);

/** A template as the menu of steps offers it. */
export type Template = { id: string; name: string; description: string; body: TemplateBody };
