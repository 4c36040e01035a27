import { useState } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import type { Report } from '../../spec/report.ts';
import { chanceOf, specOf } from '../../store/derived.ts';
import { useLab, useVoice } from '../lab.tsx';
import { layoutChart } from './chartLayout.ts';
import { FacetNotes } from './FacetNotes.tsx';
import { FacetPlot } from './FacetPlot.tsx';
import type { Facet, FacetBy } from './facets.ts';
import { useRoom } from './useRoom.ts';

interface CurveChartProps {
  readonly report: Report;
  readonly facets: readonly Facet[];
  readonly by: FacetBy;
  readonly selected: number | undefined;
}

/** All facets with one scale. Loaded apart from the page, because the drawing library is large. */
export function CurveChart({ report, facets, by, selected }: CurveChartProps) {
  const { say, percent } = useVoice();
  const { size, theme } = useLab((state) => state.settings);
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const [spoken, setSpoken] = useState('');
  const { epsilons } = specOf(report);
  const layout = layoutChart({ width, rem, epsilons, facets });
  const titleOf = ({ title, series }: Facet) => {
    const worst = series.find(({ key }) => key === 'worst')?.points.find(({ epsilon }) => epsilon === selected);
    return worst === undefined || selected === undefined
      ? say('curve.facetPlain', { facet: title })
      : say('curve.facet', { facet: title, epsilon: describeEpsilon(selected), worst: percent(worst.rate.value) });
  };
  return (
    <>
      <div className={facets.length === 4 ? 'facets four' : 'facets'} key={size + theme}>
        {facets.map((facet, i) => (
          <section className="facet" key={facet.key}>
            <h3>{facet.title}</h3>
            <div ref={i === 0 ? holder : undefined}>
              {width > 0 && (
                <FacetPlot
                  input={{
                    facet,
                    layout,
                    epsilons,
                    selected,
                    chance: chanceOf(report),
                    title: titleOf(facet),
                  }}
                  onSpeak={setSpoken}
                />
              )}
            </div>
            {by === 'defense' && <FacetNotes report={report} defense={facet.key} epsilon={selected} />}
          </section>
        ))}
      </div>
      <p className="sr" role="status">
        {spoken}
      </p>
    </>
  );
}
