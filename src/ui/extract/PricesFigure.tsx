import type { Price } from '../../spec/extractSummary.ts';
import type { ExtractView } from '../../store/extractView.ts';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { useDrawnFiles } from '../thresholds/useFigureFiles.tsx';
import { chainNameOf } from './extractNames.ts';
import { extractProvenance } from './extractProvenance.ts';

const columns = ['answered', 'accuracy', 'calibration', 'distortion', 'falseAlarms', 'added'] as const;

/** Table 2: what every service costs those who only want answers. */
export function PricesFigure({ view }: { readonly view: ExtractView }) {
  const voice = useVoice();
  const { say, count } = voice;
  const { prices } = view;
  const title = say('ex.prices');
  const about = extractProvenance(view, voice);
  const head = [say('ex.column.measures'), ...columns.map((column) => say(`ex.price.${column}`))];
  const lines = prices.map((price) => [chainNameOf(voice, price.countermeasures), ...fieldsOf(voice, price)]);
  const files = useDrawnFiles({ stem: 'extraction-prices', title, about, rows: () => [head, ...lines] });
  if (prices.length === 0) return null;
  return (
    <Figure
      number={say('table.two')}
      title={title}
      about={say('ex.pricesAbout', { n: count(view.spec.settings.benign) })}
      foot={about}
      actions={files.actions}
    >
      <Scroll aria-label={title}>
        <table className="data">
          <thead>
            <tr>
              {head.map((text, i) => (
                <th key={text} scope="col" className={i === 0 ? undefined : 'n'}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, ...fields], row) => (
              <tr key={prices[row]!.countermeasures}>
                <th scope="row">{name}</th>
                {fields.map((field, i) => (
                  <td key={columns[i]} className="n num">
                    {field}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {files.dialog}
    </Figure>
  );
}

/** In the order of `columns`. */
function fieldsOf({ say, percent }: ReturnType<typeof useVoice>, price: Price): string[] {
  const beside = (value: string, bare: string) => `${value} ${say('ex.bareValue', { value: bare })}`;
  return [
    percent(price.answered.value),
    beside(percent(price.accuracy.value), percent(price.bareAccuracy.value)),
    beside(price.calibrationError.toFixed(3), price.bareCalibrationError.toFixed(3)),
    price.distortion.toFixed(3),
    say('ex.ofRuns', { ...price.falseAlarms }),
    say('ex.ms', { value: price.addedMs.toFixed(2) }),
  ];
}
