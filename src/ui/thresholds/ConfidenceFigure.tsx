import { useRef } from 'react';
import { acceptedWrong, type BandName, bandNames, bandsOf, shareIn } from '../../spec/thresholds/bands.ts';
import type { Group } from '../../spec/thresholds/board.ts';
import type { ThresholdView } from '../../store/thresholds.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { ProvenanceLine } from '../results/ProvenanceLine.tsx';
import { BandTable } from './BandTable.tsx';
import { attackName } from './groupNames.ts';
import { Histograms } from './Histograms.tsx';
import { cell, useFigureFiles } from './useFigureFiles.tsx';

/** Images that share a row of the figure and of the table below it. */
export interface ShownGroup {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly group: Group;
  /** What to say of the accepted ones: clean groups are all right or all wrong. */
  readonly kind: 'right' | 'wrong' | 'attacked';
}

/** Figure 1: confidence of each group, the lines that part it, and the shares that result. */
export function ConfidenceFigure({ view }: { readonly view: ThresholdView }) {
  const { say } = useVoice();
  const plot = useRef<SVGSVGElement>(null);
  const groups = useGroups(view);
  const title = say('th.confidenceTitle');
  const rows = () => [
    [say('th.group'), say('th.images'), ...bandNames.map((band) => say(`th.band.${band}`)), say('th.acceptedWrong')],
    ...groups.map(({ name, group }) => {
      const bands = bandsOf(group, view.policy);
      const shares = bandNames.map((band: BandName) => cell(shareIn(bands, band).value));
      return [name, bands.n, ...shares, cell(acceptedWrong(bands).value)];
    }),
  ];
  const files = useFigureFiles({ stem: 'bands', title, report: view.report, rows, plot });
  return (
    <Figure
      number={say('fig.one')}
      title={title}
      about={say('th.confidenceAbout')}
      foot={<ProvenanceLine report={view.report} />}
      actions={files.actions}
    >
      <Histograms ref={plot} groups={groups} rule={view.policy.rule} />
      <BandTable groups={groups} policy={view.policy} />
      {files.dialog}
    </Figure>
  );
}

function useGroups({ report, board, attacks }: ThresholdView): readonly ShownGroup[] {
  const voice = useVoice();
  const { say } = voice;
  const clean: ShownGroup[] = [
    { key: 'right', name: say('th.cleanRight'), color: 'var(--ink)', group: board.cleanRight, kind: 'right' },
    { key: 'wrong', name: say('th.cleanWrong'), color: 'var(--ink-3)', group: board.cleanWrong, kind: 'wrong' },
  ];
  const attacked = attacks.map(
    (group): ShownGroup => ({
      key: `${group.cell.attack}|${group.cell.adaptive}|${group.cell.epsilon}`,
      name: say('th.attackedBy', { attack: attackName(voice, report, group) }),
      color: attackIdentity(group.cell.attack, group.cell).color,
      group,
      kind: 'attacked',
    }),
  );
  return [...clean, ...attacked].filter(({ group }) => group.all.n > 0);
}
