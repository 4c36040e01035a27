import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import type { Outcome } from '../../spec/summary.ts';
import { pictureKey, traceKey } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import type { Picture } from '../../store/labState.ts';
import { specimenOf } from '../../store/specimen.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { ImageFacts } from './ImageFacts.tsx';
import { Pixels } from './Pixels.tsx';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { drawPerturbation } from './perturbation.ts';
import { reportClassNames } from './reportClassNames.ts';
import { TraceSection } from './TraceSection.tsx';
import { useTimes } from './Triplet.tsx';

interface ImageViewProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly outcome: Outcome;
  /** Images one can step through. */
  readonly shown: readonly Outcome[];
}

/** Pixels, answers, facts and trace of one image. */
export function ImageView({ report, cell, outcome, shown }: ImageViewProps) {
  const pictures = useLab((state) => state.gallery.pictures);
  const traced = pictures.get(traceKey(report, cell, outcome.image));
  const picture = traced ?? pictures.get(pictureKey(report, cell, outcome.image));
  return (
    <>
      {picture && <BigImages report={report} cell={cell} outcome={outcome} picture={picture} />}
      <div className="beside">
        {picture && <ProbabilityBars report={report} cell={cell} outcome={outcome} picture={picture} />}
        <div>
          <ImageFacts report={report} outcome={outcome} />
          <TraceSection report={report} cell={cell} outcome={outcome} picture={traced} />
        </div>
      </div>
      <Steps report={report} cell={cell} shown={shown} image={outcome.image} />
    </>
  );
}

interface BigImagesProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly outcome: Outcome;
  readonly picture: Picture;
}

function BigImages({ report, cell, outcome, picture }: BigImagesProps) {
  const voice = useVoice();
  const { say, percent } = voice;
  const times = useTimes(report, cell);
  const delta = useMemo(() => drawPerturbation(picture.clean, picture.adversarial, times), [picture, times]);
  const names = reportClassNames(report, voice);
  const { image, shape } = picture;
  const label = names[outcome.label] ?? outcome.label;
  const seen = (answer: number, confidence: number) =>
    say('inspect.seenAs', { answer: names[answer] ?? answer, confidence: percent(confidence) });
  return (
    <div className="big">
      <figure>
        <Pixels pixels={picture.clean} shape={shape} label={say('picture.clean', { image, label })} />
        <figcaption>
          <b>{say('inspect.clean')}</b>
          {seen(outcome.clean, outcome.cleanConfidence)}
        </figcaption>
      </figure>
      <figure>
        <Pixels pixels={delta} shape={shape} label={say('picture.delta', { image, times })} />
        <figcaption>
          <b>{say('inspect.delta', { times })}</b>
          {say('inspect.label', { label })}
        </figcaption>
      </figure>
      <figure>
        <Pixels pixels={picture.adversarial} shape={shape} label={say('picture.adversarial', { image })} />
        <figcaption>
          <b>{say('inspect.adversarial')}</b>
          {seen(outcome.adversarial, outcome.adversarialConfidence)}
        </figcaption>
      </figure>
    </div>
  );
}

type StepsProps = Omit<ImageViewProps, 'outcome'> & { readonly image: number };

function Steps({ report, cell, shown, image }: StepsProps) {
  const { say } = useVoice();
  const { inspect, openSpecimen } = useActions();
  const at = shown.findIndex((outcome) => outcome.image === image);
  const go = (by: number) => inspect(shown[(at + by + shown.length) % shown.length]?.image);
  return (
    <div className="btns">
      {shown.length > 1 && (
        <>
          <Button className="btn" onPress={() => go(-1)}>
            {say('inspect.previous')}
          </Button>
          <Button className="btn" onPress={() => go(1)}>
            {say('inspect.next')}
          </Button>
        </>
      )}
      <Button className="btn" onPress={() => openSpecimen(specimenOf(specOf(report), image, cell))}>
        {say('inspect.open')}
      </Button>
    </div>
  );
}
