'use client';

import { usePanel, useSession } from '../session/use-session.tsx';
import { ConnectTemplateDialog } from './connect-template-dialog.tsx';
import { ManageTemplatesDialog } from './manage-templates-dialog.tsx';
import { SaveTemplateDialog } from './save-template-dialog.tsx';

/** Whatever is open of the node templates. */
export function TemplateDialogs() {
  const session = useSession();
  const open = usePanel((state) => state.templates);
  const close = () => session.panel.setState({ templates: null });
  if (open?.kind === 'save') return <SaveTemplateDialog onClose={close} />;
  if (open?.kind === 'manage') return <ManageTemplatesDialog onClose={close} />;
  if (open?.kind === 'connect') {
    return <ConnectTemplateDialog template={open.template} where={open.where} onClose={close} />;
  }
  return null;
}
