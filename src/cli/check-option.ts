import { Option } from 'commander';

/** What `--check` takes. */
export type CheckOption = { check: 'samples' | 'all' };

/** `--check`: of which rows values are taken to the other side and back before a flow is deployed. */
export function checkOption(): Option {
  const text = 'rows whose values must come back as they were from the other side, or it is not deployed';
  return new Option('--check <rows>', text).choices(['samples', 'all']).default('samples');
}
