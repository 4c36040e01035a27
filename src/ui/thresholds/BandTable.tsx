import { type BandName, type Bands, bandNames, bandsOf, shareIn } from '../../spec/thresholds/bands.ts';
import type { Policy } from '../../spec/thresholds/policy.ts';
import { useVoice } from '../lab.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { IntervalBar } from '../results/IntervalBar.tsx';
import { BandMark } from './BandMark.tsx';
import type { ShownGroup } from './ConfidenceFigure.tsx';

interface BandTableProps {
  readonly groups: readonly ShownGroup[];
  readonly policy: Policy;
}

/** The share of each group in each band: the confusion matrix of the bands. */
export function BandTable({ groups, policy }: BandTableProps) {
  const { say } = useVoice();
  return (
    <Scroll aria-label={say('th.bandTable')}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">{say('th.group')}</th>
            {bandNames.map((band) => (
              <th scope="col" key={band}>
                <span className="band-name">
                  <BandMark band={band} />
                  {say(`th.band.${band}`)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((shown) => (
            <BandRow key={shown.key} shown={shown} bands={bandsOf(shown.group, policy)} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function BandRow({ shown, bands }: { readonly shown: ShownGroup; readonly bands: Bands }) {
  const { say } = useVoice();
  return (
    <tr>
      <th scope="row">
        {shown.name}
        <br />
        <span className="tiny muted num">{say('th.n', { n: bands.n })}</span>
      </th>
      {bandNames.map((band) => (
        <BandCell key={band} shown={shown} bands={bands} band={band} />
      ))}
    </tr>
  );
}

interface BandCellProps {
  readonly shown: ShownGroup;
  readonly bands: Bands;
  readonly band: BandName;
}

function BandCell({ shown, bands, band }: BandCellProps) {
  const { say, percent, interval } = useVoice();
  const rate = shareIn(bands, band);
  return (
    <td>
      <span className="th">{say(`th.band.${band}`)}</span>
      <span className="num">
        <span className="v">{percent(rate.value)}</span> <span className="ci">{interval(rate)}</span>
      </span>
      <IntervalBar rate={rate} />
      {band === 'accept' && shown.kind === 'attacked' && (
        <span className="ci">
          {say('th.wrongAndRight', {
            wrong: percent(bands.accept.wrong / bands.n),
            right: percent((bands.accept.n - bands.accept.wrong) / bands.n),
          })}
        </span>
      )}
      {band === 'accept' && shown.kind === 'wrong' && <span className="ci">{say('th.allWrong')}</span>}
    </td>
  );
}
