import { lazy, Suspense, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { Report } from '../../spec/report.ts';
import { chosenEpsilon } from '../../store/choices.ts';
import { chanceOf, specOf } from '../../store/derived.ts';
import { exportFile } from '../exports.ts';
import { useLab, useLabStore, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { DataTableButton } from '../results/DataTableDialog.tsx';
import { ProvenanceLine } from '../results/ProvenanceLine.tsx';
import { BudgetSlider } from './BudgetSlider.tsx';
import { type Facet, type FacetBy, facetsOf } from './facets.ts';
import { loadChart } from './loadChart.ts';
import { Swatch } from './Swatch.tsx';

const CurveChart = lazy(loadChart);

/** Figure 1: accuracy against budget. */
export function CurveFigure({ report }: { readonly report: Report }) {
  const voice = useVoice();
  const { say } = voice;
  const store = useLabStore();
  const [by, setBy] = useState<FacetBy>('defense');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const selected = useLab((state) => chosenEpsilon(state, report));
  const facets = facetsOf(report, by, voice);
  const shown = facets.map((facet) => ({ ...facet, series: facet.series.filter(({ key }) => !hidden.has(key)) }));
  const save = (kind: 'csv' | 'svg' | 'png') => () => void exportFile(kind, store, voice);
  return (
    <Figure
      number={say('fig.one')}
      title={say('curve.title')}
      about={useAbout(report)}
      choice={
        <Segmented
          label={say('curve.by')}
          value={by}
          options={[
            { value: 'defense', text: say('curve.byDefense') },
            { value: 'attack', text: say('curve.byAttack') },
          ]}
          onChange={setBy}
        />
      }
      foot={<ProvenanceLine report={report} />}
      actions={
        <>
          <DataTableButton />
          <LinkButton onPress={save('csv')}>{say('curve.csv')}</LinkButton>
          <LinkButton onPress={save('svg')}>{say('curve.svg')}</LinkButton>
          <LinkButton onPress={save('png')}>{say('curve.png')}</LinkButton>
        </>
      }
    >
      <Key facets={facets} hidden={hidden} onChange={setHidden} />
      <Suspense fallback={<div className="chart-space" aria-label={say('curve.loading')} role="status" />}>
        <CurveChart report={report} facets={shown} by={by} selected={selected} />
      </Suspense>
      <BudgetSlider report={report} />
    </Figure>
  );
}

function useAbout(report: Report): string {
  const { say, percent, option } = useVoice();
  const chance = chanceOf(report);
  const norm = option('norm', specOf(report).norm);
  return chance === undefined ? say('curve.subPlain', { norm }) : say('curve.sub', { norm, chance: percent(chance) });
}

interface KeyProps {
  readonly facets: readonly Facet[];
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: ReadonlySet<string>) => void;
}

/** Names every line once; pressing a name hides its line. */
function Key({ facets, hidden, onChange }: KeyProps) {
  const { say } = useVoice();
  const series = new Map(facets.flatMap((facet) => facet.series.map((line) => [line.key, line] as const)));
  const toggle = (key: string, on: boolean) => {
    const next = new Set(hidden);
    if (on) next.delete(key);
    else next.add(key);
    onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a box
    <div className="key" role="group" aria-label={say('curve.toggle')}>
      {[...series.values()].map(({ key, name, identity }) => (
        <ToggleButton key={key} isSelected={!hidden.has(key)} onChange={(on) => toggle(key, on)}>
          <Swatch identity={identity} />
          {key === 'worst' ? <b>{name}</b> : name}
        </ToggleButton>
      ))}
    </div>
  );
}
