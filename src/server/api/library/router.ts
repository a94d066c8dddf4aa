import { router } from '../trpc.ts';
import { archiveModule } from './archive-module.ts';
import { diffVersions } from './diff-versions.ts';
import { listModules } from './list-modules.ts';
import { listUses } from './list-uses.ts';
import { loadSources } from './load-sources.ts';
import { moveFlows } from './move-flows.ts';
import { saveModule } from './save-module.ts';
import { showModule } from './show-module.ts';

export const libraryRouter = router({
  list: listModules,
  show: showModule,
  diff: diffVersions,
  uses: listUses,
  sources: loadSources,
  save: saveModule,
  archive: archiveModule,
  moveFlows,
});
