import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useActions, useVoice } from '../lab.tsx';
import { lazily } from '../parts/lazily.tsx';

const OwnImageDialog = lazily(async () => (await import('../models/OwnImageDialog.tsx')).OwnImageDialog);

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
      {open && <OwnImageDialog onClose={() => setOpen(false)} />}
    </>
  );
}
