'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { CreateSchemaDialog } from '#features/tables/create-schema-dialog.tsx';
import { Button } from '#ui/button.tsx';

/** Opens the making of streams of another connection in this one. */
export function CreateStreamsButton({ connection }: { connection: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
        Create streams
      </Button>
      {open ? <CreateSchemaDialog to={connection} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
