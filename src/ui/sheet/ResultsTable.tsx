import { describeEpsilon } from '../../core/epsilon.ts';
import { headline, rateOf, thiefTitle } from '../../i18n/cardWords.ts';
import type { CardMeasure } from '../../spec/robustness/cardSchema.ts';
import type { Trust } from '../../spec/trust.ts';
import { IntervalBar } from '../results/IntervalBar.tsx';
import type { SheetProps } from './Sheet.tsx';
import { type MarkTone, SheetMark } from './SheetMark.tsx';

interface Row {
  readonly name: string;
  /** Undefined where it was not tested. */
  readonly measure: CardMeasure | undefined;
  readonly tone: MarkTone;
  readonly word: string;
}

const toneOf: Record<Trust, MarkTone> = { checked: 'ok', bound: 'caution', 'do-not-quote': 'danger', pending: 'wait' };
const mostTransfers = 2; // the other models are in the JSON

/** The numbers to quote, each with interval, n and how far it may be relied on. */
export function ResultsTable(props: SheetProps) {
  const { say, count } = props.voice;
  return (
    <section>
      <h2>{say('rc.results')}</h2>
      <table className="results">
        <thead>
          <tr>
            <th scope="col">{say('rc.measure')}</th>
            <th scope="col">{say('rc.value')}</th>
            <th scope="col">{say('rc.n')}</th>
            <th scope="col">{say('rc.trust')}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(props).map(({ name, measure, tone, word }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                {measure ? (
                  <Value measure={measure} {...props} />
                ) : (
                  <span className="muted">{say('rc.notTested')}</span>
                )}
              </td>
              <td className="num">{measure ? count(measure.n) : ''}</td>
              <td>
                <SheetMark tone={tone}>{word}</SheetMark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ measure, voice: { percent, interval } }: SheetProps & { readonly measure: CardMeasure }) {
  const rate = rateOf(measure);
  return (
    <>
      <span className="num">
        <b>{percent(rate.value)}</b> <span className="ci">{interval(rate)}</span>
      </span>
      <IntervalBar rate={rate} />
    </>
  );
}

/** One line for each attack at the ε the card leads with, and for those that have none; none of them must be left unquoted. */
function rowsOf({ card, voice, words }: SheetProps): Row[] {
  const { say, model, count } = voice;
  const epsilon = headline(card)?.epsilon;
  const results = card.results.filter((row) => (row.epsilon === null ? isOwn(row, card) : row.epsilon === epsilon));
  const attacks = results.map(({ source, attack, withstands, trust, ...row }): Row => {
    const names = { attack: words.attack(source, attack), epsilon: describeEpsilon(row.epsilon) };
    const key = attack === 'worst' ? 'rc.worst' : row.epsilon === null ? 'rc.withstandsOwn' : 'rc.withstands';
    return { name: say(key, names), measure: withstands, tone: toneOf[trust], word: say(`trust.${trust}`) };
  });
  const measured = { tone: 'ok' as const, word: say('rc.measuredMark') };
  const transfers = [...card.transfers]
    .sort((a, b) => (b.success.value ?? 0) - (a.success.value ?? 0))
    .slice(0, mostTransfers);
  const copies = [...card.copies].sort((a, b) => (b.fidelity.value ?? 0) - (a.fidelity.value ?? 0)).slice(0, 1);
  return [
    { name: say('rc.clean'), measure: card.clean, ...measured },
    ...attacks,
    ...throughRow({ card, voice, words }),
    ...detectorRows({ card, voice, words }, epsilon),
    ...transfers.map(({ from, success }) => ({
      name: say('rc.transferRow', { model: model(from) }),
      measure: success,
      ...measured,
    })),
    ...copies.map(({ queries, fidelity, thief }) => ({
      name: `${say('rc.copyRow', { queries: count(queries) })} (${thiefTitle(thief, voice)})`,
      measure: fidelity,
      tone: 'caution' as const,
      word: say('rc.lowerMark'),
    })),
    ...(card.certified.length > 0
      ? [] // has a section of its own
      : [{ name: say('rc.certifiedRow'), measure: undefined, tone: 'wait' as const, word: say('rc.noClaim') }]),
  ];
}

/** Attacks with limits of their own; of those that seek the nearest image only the reading at ε is a share. */
const isOwn = ({ source, attack }: SheetProps['card']['results'][number], { results }: SheetProps['card']) =>
  !results.some((other) => other.source === source && other.attack === attack && other.epsilon !== null);

/** Beside each detector the attack that it stops least, of those that know it where there is one. */
function detectorRows({ card, voice: { say, detector }, words }: SheetProps, epsilon: number | undefined): Row[] {
  const here = card.detectors.filter((row) => row.epsilon === epsilon && row.joint.value !== null);
  return [...new Set(here.map((row) => row.detector))].map((id) => {
    const own = here.filter((row) => row.detector === id);
    const rivals = own.some((row) => row.adaptive) ? own.filter((row) => row.adaptive) : own;
    const least = rivals.reduce((a, b) => (b.joint.value! < a.joint.value! ? b : a));
    const names = { detector: detector(id), attack: words.attack(least.source, least.attack) };
    const word = say(least.adaptive ? `trust.${least.trust}` : 'rc.unawareMark');
    const tone = least.adaptive ? toneOf[least.trust] : 'danger';
    return { name: say('rc.detectorRow', names), measure: least.joint, tone, word };
  });
}

function throughRow({ card, voice: { say } }: SheetProps): Row[] {
  if (!card.handling) return [];
  const { policy, attacked, aware } = card.handling;
  const name = say('rc.through', { accept: String(policy.accept) });
  const word = say(aware ? 'rc.aimedMark' : 'rc.naiveMark');
  return [{ name, measure: attacked.wrong, tone: aware ? 'ok' : 'caution', word }];
}
