import { useState } from 'react';
import { Button } from 'react-aria-components';
import { describeEpsilon } from '../../core/epsilon.ts';
import { type Failure, failureOf } from '../../core/errors.ts';
import type { CopyFiles } from '../../spec/extractEvents.ts';
import type { Outcome } from '../../spec/extractSummary.ts';
import { type ExtractView, recordOf } from '../../store/extractView.ts';
import { useActions, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { saveFile } from '../saveFile.ts';
import { titleOf } from './ExtractNumbers.tsx';
import { chainNameOf, thiefWith } from './extractNames.ts';

interface ContinueProps {
  readonly view: ExtractView;
  readonly outcome: Outcome;
}

/** The way on: the copy becomes a model of the reader's, and the source of attacks on the victim. */
export function ContinueWithCopy({ view, outcome }: ContinueProps) {
  const voice = useVoice();
  const { say } = voice;
  const [failure, setFailure] = useState<Failure>();
  const { attackWithCopy } = useActions();
  const { report, spec } = view;
  const record = recordOf(report, outcome);
  const { attacks, epsilons } = spec.victim;
  const about = { attack: titleOf(attacks.at(-1)!.id, voice.card), epsilon: describeEpsilon(epsilons[0]!) };
  const copy = record?.copy;
  const name = say('ex.copyName', {
    model: voice.model(spec.victim.model),
    thief: thiefWith(voice, outcome),
    measures: chainNameOf(voice, outcome.countermeasures),
  });
  const attack = () => {
    setFailure(undefined);
    if (record) attackWithCopy(report, record.theft, name).catch((cause) => setFailure(failureOf(cause)));
  };
  return (
    <Figure title={say('ex.goOn')} about={say('ex.goOnAbout', about)}>
      {copy ? (
        <div className="btns">
          <Button className="btn primary" onPress={attack}>
            {say('ex.attackCopy')}
          </Button>
          <LinkButton onPress={() => void saveCopy(copy, outcome)}>{say('ex.saveCopy')}</LinkButton>
        </div>
      ) : (
        <p className="small muted">{say('ex.logGone')}</p>
      )}
      {failure && (
        <Note tone="danger" urgent>
          {say('ex.copyFailed', { message: voice.failure(failure) })}
        </Note>
      )}
    </Figure>
  );
}

/** As a TensorFlow.js LayersModel in one archive. */
async function saveCopy(files: CopyFiles, { thief, labels, countermeasures }: Outcome): Promise<void> {
  const { zipSync } = await import('fflate');
  const archive = zipSync({ ...files });
  const name = `epsilon-copy-${countermeasures.replaceAll('+', '-')}-${thief}-${labels}.zip`;
  saveFile(name, 'application/zip', archive as Uint8Array<ArrayBuffer>); // never shared
}
