import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { useActions, useVoice } from '../lab.tsx';

const OwnImageDialog = lazy(() =>
  import('../models/OwnImageDialog.tsx').then(({ OwnImageDialog: found }) => ({ default: found })),
);

/** Leads to an image from disk, from the clipboard or from the camera. */
export function OwnImageButton() {
  const { say } = useVoice();
  const { closeAlbum } = useActions();
  const [open, setOpen] = useState(false);
  const begin = () => {
    closeAlbum(); // what was kept before is no news here
    setOpen(true);
  };
  return (
    <>
      <Button className="btn" onPress={begin}>
        {say('single.ownImage')}
      </Button>
      {open && (
        <Suspense>
          <OwnImageDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
