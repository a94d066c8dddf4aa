import type { Severity } from '#core/alerts/alert-rule.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';

const tones: Record<Severity, Tone> = { critical: 'fail', warning: 'warn', info: 'neutral' };
const words: Record<Severity, string> = { critical: 'Critical', warning: 'Warning', info: 'Info' };

export const severityChoices = (['critical', 'warning', 'info'] as const).map((value) => ({
  value,
  label: words[value],
}));

/** How bad something is. */
export function SeverityDot({
  severity,
  over = false,
  quiet = false,
}: {
  severity: Severity;
  over?: boolean;
  /** Where nothing is wrong now. */
  quiet?: boolean;
}) {
  return (
    <StatusDot tone={over ? 'neutral' : tones[severity]} hollow={over} quiet={quiet}>
      {words[severity]}
    </StatusDot>
  );
}
