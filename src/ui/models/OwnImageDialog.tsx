import './imageTexts.ts';
import '../styles/models.css';
import { useEffect } from 'react';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LabDialog } from '../parts/LabDialog.tsx';
import { AlbumPanel } from './AlbumPanel.tsx';
import { ImageDrop } from './ImageDrop.tsx';

/** Brings an image of the reader's onto the Inspect page: it becomes a set of its own, and closes when it is kept. */
export function OwnImageDialog({ onClose }: { readonly onClose: () => void }) {
  const { say } = useVoice();
  const { closeAlbum } = useActions();
  const kind = useLab(({ album }) => album.kind);
  const isDone = useLab(({ album }) => album.kind === 'kept' && album.problems.length === 0);
  const close = () => {
    closeAlbum();
    onClose();
  };
  useEffect(() => {
    if (isDone) close();
  });
  return (
    <LabDialog title={say('images.own')} isOpen onClose={close} width="wide">
      <div className="models image-in">
        {(kind === 'none' || kind === 'failed') && <ImageDrop />}
        <div className="own-in one">
          <AlbumPanel />
        </div>
      </div>
    </LabDialog>
  );
}
