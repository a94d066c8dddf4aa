import { router } from '../trpc.ts';
import { setPassword } from './set-password.ts';

export const accountRouter = router({ setPassword });
