import { router } from '../trpc.ts';
import { addRule } from './add-rule.ts';
import { listRules } from './list-rules.ts';
import { removeRule } from './remove-rule.ts';

export const maskingRouter = router({ list: listRules, add: addRule, remove: removeRule });
