'use client';

import { Wrench } from 'lucide-react';
import { useState } from 'react';
import { BulkDialog } from '#features/bulk/bulk-dialog.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { counted } from '#lib/counted.ts';
import { Button } from '#ui/button.tsx';

/** Has all that a verify found repaired, once it is seen what that would write. */
export function RepairButton({ verifyId, records }: { verifyId: string; records: number }) {
  const { can } = useWorkspace();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        icon={<Wrench aria-hidden />}
        disabled={!can('bulk.previewRepair')}
        onClick={() => setAsking(true)}
      >
        Repair {counted(records, 'record')}
      </Button>
      {asking ? (
        <BulkDialog action="repair" target={{ findings: { verifyId } }} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}
