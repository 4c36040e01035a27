import { useEffect, useState } from 'react';
import { Button, DropZone, FileTrigger } from 'react-aria-components';
import { useActions, useVoice } from '../lab.tsx';
import { droppedFiles, type NamedFile } from './droppedFiles.ts';
import { Webcam } from './Webcam.tsx';

const mostFiles = 20_000; // twice what is taken, so that what is left out can be counted

/** Takes an archive, a folder, images and a table, a single image; from disk, from the clipboard or from the camera. */
export function ImageDrop() {
  const { say } = useVoice();
  const { openAlbum } = useActions();
  const [camera, setCamera] = useState(false);
  const take = (files: readonly NamedFile[]) => {
    if (files.length > 0) void openAlbum(nameOf(files), files);
  };
  usePaste((file) => take([{ name: `${say('images.pasted')}.png`, file }]));
  return (
    <div className="image-in">
      <DropZone
        className="drop"
        aria-label={say('images.drop')}
        getDropOperation={() => 'copy'}
        onDrop={({ items }) => void droppedFiles(items, mostFiles).then(take)}
      >
        <b>{say('images.drop')}</b>
        <p className="small muted">{say('images.dropAbout')}</p>
        <div className="btns">
          <FileTrigger allowsMultiple onSelect={(list) => take([...(list ?? [])].map(named))}>
            <Button className="btn">{say('images.choose')}</Button>
          </FileTrigger>
          <FileTrigger acceptDirectory onSelect={(list) => take([...(list ?? [])].map(named))}>
            <Button className="btn">{say('images.chooseFolder')}</Button>
          </FileTrigger>
          {!camera && (
            <Button className="btn" onPress={() => setCamera(true)}>
              {say('images.camera')}
            </Button>
          )}
        </div>
      </DropZone>
      {camera && (
        <Webcam
          onFrame={(file) => take([{ name: `${say('images.fromCamera')}.png`, file }])}
          onClose={() => setCamera(false)}
        />
      )}
    </div>
  );
}

const named = (file: File): NamedFile => ({ name: file.webkitRelativePath || file.name, file });

/** A folder's name, or that of the first file. */
const nameOf = ([first]: readonly NamedFile[]): string => first!.name.split('/')[0]!;

/** An image that is pasted anywhere on the page, unless somebody is typing. */
function usePaste(take: (file: File) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file) take(file);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
}
