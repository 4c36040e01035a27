import { useMemo, useRef } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import { type RocPoint, rocOf } from '../../spec/roc.ts';
import { epsilonsOf } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import { attackIdentity } from '../chart/identity.ts';
import { LineChart } from '../chart/LineChart.tsx';
import { useActions, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Picker } from '../parts/Picker.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import { cell as number, useFigureFiles } from '../thresholds/useFigureFiles.tsx';
import { areaText, attackIn, detectorName, rowsAt, type Shown, scoreText } from './seen.ts';

/** Detected attacked images against clean images turned away, for every threshold there could be. */
export function RocFigure({ shown }: { readonly shown: Shown }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const plot = useRef<SVGSVGElement>(null);
  const { report, detection, epsilon } = shown;
  const { falseAlarms } = detection;
  const lines = useMemo(
    () =>
      rowsAt({ detection, epsilon }).flatMap((row) => {
        const corners = rocOf(detection.scores, row.scores);
        if (corners.length === 0) return [];
        const points = corners.map((corner) => ({ x: corner.falseAlarms, y: corner.detected }));
        const name = attackIn(voice, report, row.cell);
        const area = areaText(voice, row.auroc);
        const ring = { x: detection.falseAlarms.value, y: row.detected.value };
        const identity = attackIdentity(row.cell.attack, row.cell);
        return [
          {
            key: name,
            name: voice.say('dt.rocLine', { attack: name, ...area }),
            attack: name,
            identity,
            points,
            corners,
            ring,
          },
        ];
      }),
    [detection, epsilon, report, voice],
  );
  const title = say('dt.rocTitle', { detector: detectorName(voice, detection) });
  const rows = () => [
    [say('table.attack'), say('dt.threshold'), say('dt.alarmsPercent'), say('dt.detectedPercent')],
    ...lines.flatMap(({ attack, corners }) =>
      corners.map((corner: RocPoint) => [
        attack,
        scoreText(corner.threshold),
        number(corner.falseAlarms),
        number(corner.detected),
      ]),
    ),
  ];
  const files = useFigureFiles({ stem: 'roc', title, report, rows, plot });
  if (lines.length === 0) return null;
  return (
    <Figure
      title={title}
      about={say('dt.rocAbout', { promised: percent(specOf(report).fpr), clean: falseAlarms.n })}
      choice={epsilon !== undefined && <EpsilonPicker shown={shown} />}
      foot={say('dt.rocFoot')}
      actions={files.actions}
    >
      <LineKey entries={lines} />
      <LineChart
        ref={plot}
        title={title}
        xName={say('dt.alarmsPercent')}
        x={percentTicks}
        y={percentTicks}
        lines={lines}
        diagonal
      />
      {files.dialog}
    </Figure>
  );
}

/** The same budget that the rest of the page shows. */
function EpsilonPicker({ shown: { report, epsilon } }: { readonly shown: Shown }) {
  const { say } = useVoice();
  const { chooseEpsilon } = useActions();
  return (
    <Picker
      label={say('curve.selected')}
      value={String(epsilon)}
      options={epsilonsOf(report).map((known) => ({
        value: String(known),
        text: say('dt.epsilon', { epsilon: describeEpsilon(known) }),
      }))}
      onChange={(chosen) => chooseEpsilon(Number(chosen))}
    />
  );
}
