import { router } from '../trpc.ts';
import { suggestFields } from './suggest-fields.ts';

export const mappingRouter = router({ suggestFields });
