import { z } from 'zod';
import { TemplateBody, TemplateName } from '#core/templates/template-body.ts';
import { createTemplate as create } from '../../use-cases/create-template.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes a template of steps. */
export const createTemplate = workspaceProcedure('template.create')
  .input(
    z.object({
      name: TemplateName,
      description: z.string().trim().max(500).default(''),
      body: TemplateBody,
    }),
  )
  .mutation(({ ctx, input: { name, description, body } }) => create(ctx.within, { name, description, body }));
