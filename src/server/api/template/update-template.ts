import { z } from 'zod';
import { TemplateBody, TemplateName } from '#core/templates/template-body.ts';
import { updateTemplate as update } from '../../use-cases/update-template.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Gives a template another name, description or other steps, over the version that was looked at. */
export const updateTemplate = workspaceProcedure('template.update')
  .input(
    z.object({
      id: z.string(),
      version: z.int(),
      name: TemplateName.optional(),
      description: z.string().trim().max(500).optional(),
      body: TemplateBody.optional(),
    }),
  )
  .mutation(({ ctx, input: { id, version, name, description, body } }) =>
    update(ctx.within, { id, version, name, description, body }),
  );
