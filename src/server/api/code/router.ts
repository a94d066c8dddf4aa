import { router } from '../trpc.ts';
import { checkCode } from './check-code.ts';

export const codeRouter = router({ check: checkCode });
