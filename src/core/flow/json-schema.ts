import { z } from 'zod';
import { FlowGraph, FORMAT_VERSION } from './flow-graph.ts';

/** The JSON Schema of the flow file, for editors and for other programs. */
export function flowJsonSchema(): Record<string, unknown> {
  return {
    title: 'Syncline flow',
    description: `A flow of Syncline, format version ${FORMAT_VERSION}.`,
    ...z.toJSONSchema(FlowGraph, { io: 'input' }),
  };
}
