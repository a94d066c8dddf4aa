import { router } from '../trpc.ts';
import { createTemplate } from './create-template.ts';
import { deleteTemplate } from './delete-template.ts';
import { listTemplates } from './list-templates.ts';
import { updateTemplate } from './update-template.ts';

export const templateRouter = router({
  list: listTemplates,
  create: createTemplate,
  update: updateTemplate,
  delete: deleteTemplate,
});
