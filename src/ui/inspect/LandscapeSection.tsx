import { useMemo, useRef, useState } from 'react';
import { csvText } from '../../spec/export/csvText.ts';
import type { Landscape } from '../../spec/landscape.ts';
import type { Examined } from '../../store/specimen.ts';
import { svgFile } from '../chart/svgText.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { NumbersDialog } from '../parts/NumbersDialog.tsx';
import { saveFile } from '../saveFile.ts';
import { classNamesOf } from './classNames.ts';
import { LandscapeMap } from './LandscapeMap.tsx';
import { landscapeCsv, landscapeTable } from './landscapeRows.ts';
import { useOrigin } from './Origin.tsx';
import { ReadingGuide } from './ReadingGuide.tsx';

interface LandscapeProps {
  readonly shown: Examined;
  readonly landscape: Landscape;
}

/** Figure 3 and how to read it. */
export const LandscapeSection = (props: LandscapeProps) => (
  <div className="land-row">
    <LandscapeFigure {...props} />
    <ReadingGuide {...props} />
  </div>
);

function LandscapeFigure({ shown, landscape }: LandscapeProps) {
  const voice = useVoice();
  const { say, count } = voice;
  const [open, setOpen] = useState(false);
  const plot = useRef<SVGSVGElement>(null);
  const { side } = landscape;
  const names = classNamesOf(shown.spec.model, shown.picture.cleanProbabilities.length, voice);
  const origin = useOrigin(shown.spec);
  const title = say('land.title');
  const table = useMemo(() => landscapeTable(landscape, names), [landscape, names]);
  const saveCsv = () =>
    saveFile('epsilon-landscape.csv', 'text/csv;charset=utf-8', csvText(landscapeCsv(landscape, names)));
  const saveSvg = () =>
    plot.current && saveFile('epsilon-landscape.svg', 'image/svg+xml', svgFile(plot.current, { title, about: origin }));
  return (
    <Figure
      number={say('fig.three')}
      title={title}
      about={say('land.about')}
      foot={say('land.foot', { side, points: count(side * side) })}
      actions={
        <>
          <LinkButton onPress={() => setOpen(true)}>{say('curve.dataTable')}</LinkButton>
          <LinkButton onPress={saveCsv}>{say('curve.csv')}</LinkButton>
          <LinkButton onPress={saveSvg}>{say('curve.svg')}</LinkButton>
        </>
      }
    >
      <LandscapeMap ref={plot} shown={shown} landscape={landscape} names={names} />
      <NumbersDialog
        title={title}
        caption={say('land.caption', { points: count(side * side) })}
        rows={table}
        isOpen={open}
        onClose={() => setOpen(false)}
      />
    </Figure>
  );
}
