'use client';

import { Wrench } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';

/** Has what a verify found repaired, after a question that names the number. */
export function RepairButton({
  records,
  pending,
  onRepair,
}: {
  /** Records that differ for no known reason. */
  records: number;
  pending: boolean;
  onRepair: () => void;
}) {
  const { can } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const number = `${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'}`;
  return (
    <>
      <Button
        icon={<Wrench aria-hidden />}
        loading={pending}
        disabled={!can('operation.startVerify')}
        onClick={() => setAsking(true)}
      >
        Repair {number}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Repair ${number}?`}
        description="Both sides are compared again. What still differs is decided by the rules of the flow and written to either side; what the rules leave to a person is held. Every decision goes into the ledger."
        action="Repair"
        count={records}
        danger={false}
        onConfirm={() => {
          setAsking(false);
          onRepair();
        }}
      />
    </>
  );
}
