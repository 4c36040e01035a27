import { Button, DropZone, FileTrigger } from 'react-aria-components';
import { useActions, useVoice } from '../lab.tsx';
import { droppedFiles, type NamedFile } from './droppedFiles.ts';
import { readFiles } from './readFiles.ts';

/** Takes a file, several that belong together, or a folder. */
export function ModelDrop() {
  const { say } = useVoice();
  const { checkModel } = useActions();
  const take = async (files: readonly NamedFile[]) => {
    if (files.length === 0) return;
    await checkModel(nameOf(files), (tick) => readFiles(files, tick));
  };
  return (
    <DropZone
      className="drop"
      aria-label={say('models.drop')}
      getDropOperation={() => 'copy'}
      onDrop={({ items }) => void droppedFiles(items).then(take)}
    >
      <b>{say('models.drop')}</b>
      <p className="small muted">{say('models.dropAbout')}</p>
      <FileTrigger
        allowsMultiple
        onSelect={(list) => void take([...(list ?? [])].map((file) => ({ name: file.name, file })))}
      >
        <Button className="btn">{say('models.choose')}</Button>
      </FileTrigger>
    </DropZone>
  );
}

/** A folder's name, or that of the file that is not weights. */
function nameOf(files: readonly NamedFile[]): string {
  const [folder, ...below] = files[0]!.name.split('/');
  if (below.length > 0) return folder!;
  return (files.find(({ name }) => !name.endsWith('.bin')) ?? files[0]!).name;
}
