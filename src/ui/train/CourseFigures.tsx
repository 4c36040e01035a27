import { useRef } from 'react';
import type { Course } from '../../store/trainingCourse.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { useDrawnFiles } from '../thresholds/useFigureFiles.tsx';
import { type CourseLine, CoursePlot } from './CoursePlot.tsx';
import { budgetText } from './trainingFindingText.ts';

/** Figure 1: accuracy on held-out images as training goes on. */
export function AccuracyFigure({ course }: { readonly course: Course }) {
  const { say } = useVoice();
  const told = [...course.probes, ...course.epochs.map((ended) => ({ ...ended, step: 1, steps: 1 }))].sort(
    (a, b) => timeOf(a) - timeOf(b),
  );
  const clean = told.map((at) => [timeOf(at), 100 * at.accuracy.value] as const);
  const robust = told.flatMap((at) => (at.robust ? [[timeOf(at), 100 * at.robust.value] as const] : []));
  const lines: CourseLine[] = [
    { name: say('train.line.clean'), color: 'var(--ink)', dash: '6 3', points: clean },
    { name: say('train.line.robust', { epsilon: budgetText(course) }), color: 'var(--atk-pgd)', points: robust },
  ];
  const titles = { number: say('fig.one'), title: say('train.fig.accuracy'), about: say('train.fig.accuracyAbout') };
  return <CourseFigure {...titles} course={course} lines={lines} top={100} name="accuracy" />;
}

/** Figure 2: the loss in training. */
export function LossFigure({ course }: { readonly course: Course }) {
  const { say } = useVoice();
  const points = course.losses.map((at) => [timeOf(at), at.loss] as const);
  const lines = [{ name: say('train.line.loss'), color: 'var(--atk-fgsm)', points }];
  const top = Math.max(0.1, ...points.map(([, loss]) => loss));
  const titles = { number: say('fig.two'), title: say('train.fig.loss'), about: say('train.fig.lossAbout') };
  return <CourseFigure {...titles} course={course} lines={lines} top={top} name="loss" />;
}

const timeOf = ({ epoch, step, steps }: { readonly epoch: number; readonly step: number; readonly steps: number }) =>
  epoch - 1 + step / steps;

interface CourseFigureProps {
  readonly number: string;
  readonly title: string;
  readonly about: string;
  readonly course: Course;
  readonly lines: readonly CourseLine[];
  /** Upper end of the axis. */
  readonly top: number;
  /** Of the files. */
  readonly name: string;
}

function CourseFigure({ number, title, about, course, lines, top, name }: CourseFigureProps) {
  const { say } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const shown = lines.filter(({ points }) => points.length > 0);
  const rows = () => tableOf(shown, say('train.column.epoch'));
  const files = useDrawnFiles({ stem: `${course.recipe.id}-${name}`, title, about: course.recipe.id, rows, plot });
  return (
    <Figure number={number} title={title} about={about} foot={course.recipe.id} actions={files.actions}>
      <CoursePlot ref={plot} lines={shown} top={top} last={course.totalEpochs ?? course.recipe.epochs} title={title} />
      {files.dialog}
    </Figure>
  );
}

/** One row per point of time, one column per line. */
function tableOf(lines: readonly CourseLine[], first: string): (string | number)[][] {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const values = lines.map(({ points }) => new Map(points));
  const short = (value: number | undefined) => (value === undefined ? '' : Number(value.toPrecision(5)));
  return [
    [first, ...lines.map(({ name }) => name)],
    ...times.map((t) => [short(t), ...values.map((of) => short(of.get(t)))]),
  ];
}
