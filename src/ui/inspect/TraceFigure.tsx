import { useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { csvText } from '../../spec/export/csvText.ts';
import type { Examined } from '../../store/specimen.ts';
import { svgFile } from '../chart/svgText.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { PlayIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { NumbersDialog } from '../parts/NumbersDialog.tsx';
import { Slider } from '../parts/Slider.tsx';
import { saveFile } from '../saveFile.ts';
import { Key } from '../setup/RunControls.tsx';
import { useKeys } from '../shell/useKeys.ts';
import { classNamesOf } from './classNames.ts';
import { FilmStrip } from './FilmStrip.tsx';
import { useOrigin } from './Origin.tsx';
import { TracePlot } from './TracePlot.tsx';
import { traceSeries } from './traceSeries.ts';
import { type Player, usePlayer } from './usePlayer.ts';

/** Figure 2: the path of the attack, step by step. */
export function TraceFigure({ shown }: { readonly shown: Examined }) {
  const voice = useVoice();
  const { say } = voice;
  const attack = voice.attackOf(shown.spec, shown.cell.attack);
  const title = say('single.path', { attack });
  if (shown.picture.trace.length > 2) return <Path shown={shown} title={title} />;
  return (
    <Figure number={say('fig.two')} title={title}>
      <p className="muted">{say('single.noPath', { attack })}</p>
    </Figure>
  );
}

function Path({ shown, title }: { readonly shown: Examined; readonly title: string }) {
  const voice = useVoice();
  const { say, percent } = voice;
  const { trace, image, shape } = shown.picture;
  const series = useMemo(() => traceSeries(shown), [shown]);
  const names = classNamesOf(shown.spec.model, shown.picture.cleanProbabilities.length, voice);
  const last = trace.length - 1;
  const player = usePlayer(last);
  const { step, seek, toggle } = player;
  const origin = useOrigin(shown.spec);
  const plot = useRef<SVGSVGElement>(null);
  const [open, setOpen] = useState(false);
  const keys: Readonly<Record<string, () => void>> = { j: () => seek(step - 1), k: toggle, l: () => seek(step + 1) };
  useKeys((key) => keys[key]);
  const about = series.flip === undefined ? say('single.pathHeld') : say('single.pathFlips', { step: series.flip });
  const answer = series.answers[step]!;
  const state = say('inspect.seenAs', {
    answer: names[answer] ?? answer,
    confidence: percent(trace[step]!.probabilities[answer]!),
  });
  const at = say('inspect.stepValue', { step, total: last });
  const table = traceTable(shown, names, [say('inspect.step'), say('inspect.gain')]);
  const saveSvg = () =>
    plot.current && saveFile('epsilon-path.svg', 'image/svg+xml', svgFile(plot.current, { title, about: origin }));
  return (
    <Figure
      number={say('fig.two')}
      title={title}
      about={about}
      choice={<PlayerButtons player={player} />}
      foot={say('single.pathFoot', { origin })}
      actions={
        <>
          <LinkButton onPress={() => setOpen(true)}>{say('curve.dataTable')}</LinkButton>
          <LinkButton onPress={() => saveFile('epsilon-path.csv', 'text/csv;charset=utf-8', csvText(table))}>
            {say('curve.csv')}
          </LinkButton>
          <LinkButton onPress={saveSvg}>{say('curve.svg')}</LinkButton>
        </>
      }
    >
      <div className="path">
        <div className="now">
          <Pixels pixels={trace[step]!.pixels} shape={shape} label={say('picture.step', { image, step })} />
          <p>
            <b>{at}</b>
            <span className="num">{state}</span>
          </p>
        </div>
        <TracePlot
          ref={plot}
          series={series}
          names={names}
          shown={shown}
          step={step}
          onSeek={seek}
          title={`${title}. ${about}`}
        />
      </div>
      <Slider
        label={say('inspect.step')}
        valueText={`${at}, ${state}`}
        min={0}
        max={last}
        value={step}
        onChange={seek}
      />
      <FilmStrip trace={trace} shape={shape} image={image} names={names} series={series} step={step} onSeek={seek} />
      <NumbersDialog
        title={title}
        caption={say('single.pathCaption')}
        rows={table}
        isOpen={open}
        onClose={() => setOpen(false)}
      />
    </Figure>
  );
}

function PlayerButtons({ player: { step, playing, seek, toggle } }: { readonly player: Player }) {
  const { say } = useVoice();
  return (
    <div className="btns">
      <Button className="btn" onPress={() => seek(step - 1)}>
        {say('single.back')}
        <Key name="J" />
      </Button>
      <Button className="btn" onPress={toggle}>
        <PlayIcon />
        {say(playing ? 'single.pause' : 'single.play')}
        <Key name="K" />
      </Button>
      <Button className="btn" onPress={() => seek(step + 1)}>
        {say('single.on')}
        <Key name="L" />
      </Button>
    </div>
  );
}

/** Head and one row per step: gain, then every class in percent. */
function traceTable({ picture: { trace } }: Examined, names: readonly string[], head: readonly string[]) {
  const rows = trace.map(({ gain, probabilities }, i) => [
    i,
    Number(gain[0]!.toFixed(3)),
    ...Array.from(probabilities, (p) => Number((100 * p).toFixed(1))),
  ]);
  return [[...head, ...Array.from(trace[0]!.probabilities, (_, k) => names[k] ?? String(k))], ...rows];
}
