import { router } from '../trpc.ts';
import { setTarget } from './set-target.ts';
import { showBurn } from './show-burn.ts';
import { showFigures } from './show-figures.ts';
import { showMinute } from './show-minute.ts';

export const figuresRouter = router({ show: showFigures, burn: showBurn, minute: showMinute, setTarget });
