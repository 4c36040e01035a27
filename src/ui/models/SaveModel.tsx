import { useState } from 'react';
import { Button } from 'react-aria-components';
import { type Failure, failureOf } from '../../core/errors.ts';
import type { ExportFormat } from '../../spec/own.ts';
import { useActions, useVoice } from '../lab.tsx';
import { FailureCause } from '../parts/FailureCause.tsx';
import { Note } from '../parts/Note.tsx';
import { saveFile } from '../saveFile.ts';

interface SaveModelProps {
  readonly id: string;
  readonly formats: readonly ExportFormat[];
}

const endings: Record<ExportFormat, string> = { tfjs: 'zip', onnx: 'onnx' };

/** A button for each format a model can be saved in. */
export function SaveModel({ id, formats }: SaveModelProps) {
  const { say, model } = useVoice();
  const { convertModel } = useActions();
  const [failure, setFailure] = useState<Failure>();
  const save = async (format: ExportFormat) => {
    setFailure(undefined);
    try {
      const bytes = await convertModel(id, format);
      saveFile(`${model(id).replace(/\.\w+$/, '')}.${endings[format]}`, 'application/octet-stream', bytes.slice());
    } catch (cause) {
      setFailure(failureOf(cause));
    }
  };
  return (
    <>
      <div className="btns">
        {formats.map((format) => (
          <Button
            key={format}
            className="btn"
            aria-label={say('models.save', { name: model(id), format: say(`models.format.${format}`) })}
            onPress={() => void save(format)}
          >
            {say('models.saveAs', { format: say(`models.format.${format}`) })}
          </Button>
        ))}
      </div>
      {failure && (
        <Note tone="danger" urgent>
          <p>
            <b>{say('models.saveFailed')}</b>
          </p>
          <FailureCause failure={failure} />
        </Note>
      )}
    </>
  );
}
