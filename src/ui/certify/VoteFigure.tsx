import { useRef } from 'react';
import { certificateCards } from '../../certification/certificates.catalog.ts';
import { type CertifiedRow, type CertifyReport, radiusCurve } from '../../spec/certifyReport.ts';
import { parseCertify } from '../../spec/certifySpec.ts';
import { radiusCeiling } from '../../spec/radius.ts';
import { attackIdentity } from '../chart/identity.ts';
import { type ChartPoint, LineChart } from '../chart/LineChart.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LineKey } from '../thresholds/LineKey.tsx';
import { percentTicks } from '../thresholds/percentTicks.ts';
import { point } from './BoundsFigure.tsx';
import { certificateLooks } from './looks.ts';
import { useNumbers } from './useNumbers.tsx';

interface VoteFigureProps {
  readonly report: CertifyReport;
  readonly rows: readonly CertifiedRow[];
}

/** Figure 2: how many votes are certified right, against the radius; each image is one step down. */
export function VoteFigure({ report, rows }: VoteFigureProps) {
  const { say, card, attack, count } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const { settings, bare } = parseCertify(report.spec);
  const steps = radiusCurve(report);
  const ceiling = radiusCeiling(settings) ?? 0;
  const first = bare.attacks[0]!; // a certification has one
  const own = rows.filter(({ method }) => method === 'smoothing');
  const lines = [
    {
      key: say('certify.withstoodVote', { attack: attack(first) }),
      identity: attackIdentity(first.id, { adaptive: true }),
      points: own.map(({ epsilon, empirical }) => point(epsilon, empirical)),
    },
    {
      key: card('certificates.smoothing.title', certificateCards.smoothing.title),
      identity: { ...certificateLooks.smoothing, marker: 'none' } as const,
      points: stairs(steps),
    },
  ];
  const title = say('certify.vote.title');
  const values = { sigma: settings.sigma, votes: count(settings.n), alpha: settings.alpha };
  const about = say('certify.vote.about', { n: count(steps[0]?.rate.n ?? 0), ...values });
  const xName = say('certify.radiusAxis');
  const atRadii = { ...lines[1]!, points: own.map(({ epsilon, certified }) => point(epsilon, certified)) };
  const numbers = useNumbers({ stem: 'radius', title, about, lines: [lines[0]!, atRadii], xName, plot });
  return (
    <Figure number={say('fig.two')} title={title} about={about} foot={say('certify.bands')} actions={numbers.actions}>
      <LineKey entries={lines.map(({ key, identity }) => ({ name: key, identity }))} />
      <LineChart
        ref={plot}
        title={title}
        xName={xName}
        x={[0, 0.25, 0.5, 0.75, 1].map((part) => ({ at: part * ceiling, text: (part * ceiling).toFixed(2) }))}
        y={percentTicks}
        lines={lines}
        marked
      />
      {numbers.dialog}
    </Figure>
  );
}

/** Down at each radius, level in between. */
function stairs(steps: ReturnType<typeof radiusCurve>): ChartPoint[] {
  return steps.flatMap(({ radius, rate }, i) => {
    const before = steps[i - 1];
    return before ? [point(before.radius, rate), point(radius, rate)] : [point(radius, rate)];
  });
}
