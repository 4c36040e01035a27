import { useRef } from 'react';
import { certificateCards } from '../../certification/certificates.catalog.ts';
import { formatEpsilon } from '../../core/epsilon.ts';
import type { Rate } from '../../core/stats.ts';
import { type CertifiedRow, type CertifyReport, cleanRates } from '../../spec/certifyReport.ts';
import { parseCertify } from '../../spec/certifySpec.ts';
import { attackIdentity } from '../chart/identity.ts';
import { type ChartPoint, LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import { certificateLooks } from './looks.ts';
import { useNumbers } from './useNumbers.tsx';

interface CertifiedFigureProps {
  readonly report: CertifyReport;
  readonly rows: readonly CertifiedRow[];
}

/** Figure 1: what is proved and what an attack leaves standing, with the gap between them. */
export function BoundsFigure({ report, rows }: CertifiedFigureProps) {
  const { say, card, attack, count } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const { bare } = parseCertify(report.spec);
  const clean = cleanRates(report).bare;
  const methods = [...new Set(rows.map(({ method }) => method))].filter((method) => method !== 'smoothing');
  const pointsOf = (wanted: (row: CertifiedRow) => boolean, rate: (row: CertifiedRow) => Rate) => [
    point(0, clean),
    ...rows.filter(wanted).map((row) => point(row.epsilon, rate(row))),
  ];
  const first = bare.attacks[0]!; // a certification has one
  const empirical = {
    key: say('certify.withstood', { attack: attack(first) }),
    identity: attackIdentity(first.id, { adaptive: true }),
    points: pointsOf(
      (row) => row.method === methods[0],
      (row) => row.empirical,
    ),
  };
  const proved = methods.map((method) => ({
    key: card(`certificates.${method}.title`, certificateCards[method].title),
    identity: certificateLooks[method],
    points: pointsOf(
      (row) => row.method === method,
      (row) => row.certified,
    ),
  }));
  const lines = [empirical, ...proved];
  const title = say('certify.bounds.title');
  const about = say('certify.bounds.about', { n: count(clean.n) });
  const numbers = useNumbers({ stem: 'certified', title, about, lines, xName: say('certify.epsilonAxis'), plot });
  return (
    <Figure number={say('fig.one')} title={title} about={about} foot={say('certify.bands')} actions={numbers.actions}>
      <LineKey entries={lines.map(({ key, identity }) => ({ name: key, identity }))} />
      <LineChart
        ref={plot}
        title={[title, ...lines.map(({ key, points }) => `${key}: ${points.map(spoken).join(', ')}`)].join('. ')}
        xName={say('certify.epsilonAxis')}
        x={[0, ...bare.epsilons].map((at) => ({ at, text: formatEpsilon(at) }))}
        y={percentTicks}
        lines={lines}
        shaded={{ upper: empirical.points, lower: proved.at(-1)?.points ?? [] }}
        marked
      />
      {numbers.dialog}
    </Figure>
  );
}

export const point = (x: number, { value: y, low, high }: Rate): ChartPoint => ({ x, y, low, high });

const spoken = ({ x, y }: ChartPoint) => `${formatEpsilon(x)} ${(100 * y).toFixed(1)}`;
