import { type AttackId, attackCards, attackIds } from '../../attacks/catalog.ts';
import { isSet } from '../../attacks/sets.catalog.ts';
import { attackCost, totalWork } from '../../spec/cost.ts';
import { parseSpec, type Spec, type SpecText } from '../../spec/spec.ts';
import { type BundleId, bundleIds, holdsSet, withOnly, withoutAttacks, withSet } from '../../store/bundles.ts';
import { namesIn, readDraft } from '../../store/draft.ts';
import { timeFor } from '../../store/pace.ts';
import { attackIdentity } from '../chart/identity.ts';
import { Swatch } from '../chart/Swatch.tsx';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { OptionItem } from './OptionItem.tsx';

/** Attacks that belong together, each with what it costs before it starts. */
export function BundleList() {
  const { say } = useVoice();
  const draft = useLab((state) => state.draft);
  const chosen = bundleIds.filter((id) => isChosen(draft, id)).length;
  return (
    <details className="opt-group" open>
      <summary>
        {say('bundle.title')}
        <span className="tiny muted">{say('setup.groupChosen', { chosen, count: bundleIds.length })}</span>
      </summary>
      <ul className="opts">
        {bundleIds.map((id) => (
          <Bundle key={id} id={id} />
        ))}
      </ul>
      <SpeedLine />
    </details>
  );
}

function Bundle({ id }: { readonly id: BundleId }) {
  const { say, card } = useVoice();
  const draft = useLab((state) => state.draft);
  const { load } = useActions();
  const costs = useBundleCost(id);
  const about = `${isSet(id) ? say(`bundle.${id}.about`) : card(`attacks.${id}.summary`, attackCards[id].summary)} ${costs}`;
  if (isSet(id)) {
    const title = say(`bundle.${id}`);
    const toggle = (on: boolean) => load(on ? withSet(draft, id) : withoutAttacks(draft));
    return <OptionItem title={title} about={about} chosen={isChosen(draft, id)} onToggle={toggle} groups={[]} />;
  }
  const { title, params } = attackCards[id];
  const name = card(`attacks.${id}.title`, title);
  const hasSettings = Object.keys(params).length > 0;
  return (
    <OptionItem
      title={name}
      about={about}
      swatch={<Swatch identity={attackIdentity(id, { adaptive: true })} />}
      chosen={isChosen(draft, id)}
      onToggle={(on) => load(toggled(draft, id, on))}
      groups={hasSettings ? [{ id, title: name, path: `attacks.${id}.params`, schema: params }] : []}
    />
  );
}

const isChosen = (draft: SpecText, id: BundleId): boolean =>
  isSet(id) ? holdsSet(draft, id) : namesIn(draft, 'attack').includes(id);

/** A cascade joins the attacks that are chosen or leaves them; without any others the form would have none. */
function toggled(draft: SpecText, id: AttackId, on: boolean): SpecText {
  const chosen = namesIn(draft, 'attack');
  const next = attackIds.filter((known) => (known === id ? on : chosen.includes(known)));
  return next.length === 0 ? withoutAttacks(draft) : { ...draft, attack: next.join(',') };
}

/** Passes per image, and the time for the images, budgets and defenses of the form, with this bundle alone. */
function useBundleCost(id: BundleId): string {
  const { say, count, range } = useVoice();
  const draft = useLab((state) => state.draft);
  const speed = useSpeed();
  const reading = readDraft(isSet(id) ? withSet(draft, id) : withOnly(draft, id));
  if (reading.kind === 'invalid') return '';
  const { gradients, forwards } = passesOf(reading.spec);
  const passes = say('bundle.cost', { gradients: count(gradients), forwards: count(forwards) });
  if (speed === undefined) return passes;
  return `${passes} ${say('bundle.time', { time: range(timeFor(totalWork(reading.spec), speed)).middle })}`;
}

/** Once over all attacks, at one budget against one defense. */
function passesOf(spec: Spec) {
  const costs = spec.attacks.map((choice) => attackCost(spec, choice));
  return {
    gradients: costs.reduce((sum, { gradients }) => sum + gradients, 0),
    forwards: costs.reduce((sum, { forwards }) => sum + forwards, 0),
  };
}

/** What the times stand for, or the way to know them. */
function SpeedLine() {
  const { say } = useVoice();
  const speed = useSpeed();
  const measuring = useLab((state) => state.measuring);
  const running = useLab((state) => state.run.kind === 'running');
  const { measureSpeed } = useActions();
  if (speed !== undefined) return <p className="help">{say('bundle.timeIs')}</p>;
  if (running) return <p className="help">{say('bundle.timeSoon')}</p>;
  if (measuring) return <p className="help">{say('bundle.measuring')}</p>;
  return (
    <p className="help">
      {say('bundle.timeUnknown')} <LinkButton onPress={measureSpeed}>{say('bundle.measure')}</LinkButton>
    </p>
  );
}

/** Passes × images per second of the chosen model here, once measured. */
function useSpeed(): number | undefined {
  const backend = useLab(({ backend }) => (backend.kind === 'ready' ? backend.report.backend : undefined));
  const model = useLab(({ draft }) => draft.model ?? usual.model);
  return useLab(({ speeds }) => speeds[`${backend}/${model}`]);
}

const usual = parseSpec({});
