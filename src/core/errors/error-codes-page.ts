import { ErrorCode, errorMeanings } from './codes.ts';
import { errorPolicy } from './policy.ts';

const retries = {
  timed: 'Syncline tries again by itself.',
  manual: 'It stays until somebody changes something.',
  never: 'Trying the same again cannot help, or is not needed.',
} as const;

/** The page that documents every code, in Markdown. */
export function errorCodesPage(): string {
  const entries = [...ErrorCode.options].sort().map((code) => {
    const { remedy, retry, http } = errorPolicy[code];
    return `## ${code}\n\n${errorMeanings[code]}\n\n**What to do:** ${remedy}\n\n${retries[retry]} HTTP ${http}.\n`;
  });
  const head = 'Every error that Syncline shows has one of these codes.\n';
  return ['# Error codes\n', head, ...entries].join('\n');
}
