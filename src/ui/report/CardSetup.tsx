import { chainName } from '../../defenses/catalog.ts';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import type { CardSources } from '../../spec/robustness/makeCard.ts';
import { specOf } from '../../store/derived.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Picker } from '../parts/Picker.tsx';
import { saveFile } from '../saveFile.ts';
import { AddReports } from './AddReports.tsx';

interface CardSetupProps {
  readonly sources: CardSources;
  readonly card: RobustnessCard;
}

/** Which reports, which defense, which levels, and what to compare with. */
export function CardSetup({ sources, card }: CardSetupProps) {
  const voice = useVoice();
  const { say } = voice;
  const { setCard } = useActions();
  const { comparedWith } = useLab((state) => state.card);
  const [main, ...others] = sources;
  const defenses = specOf(main.report).defenses.map(chainName);
  const evaluations = others.filter(({ kind }) => kind === 'evaluate');
  return (
    <section className="card-setup" aria-labelledby="card-setup">
      <h2 id="card-setup">{say('rc.setup')}</h2>
      <div className="card-fields">
        <AddReports />
        <div className="stack">
          <Levels card={card} />
          {defenses.length > 1 && (
            <Field label={say('rc.defense')}>
              <Picker
                label={say('rc.defense')}
                value={card.defense}
                options={defenses.map((value) => ({ value, text: voice.defense(value) }))}
                onChange={(defense) => setCard({ defense })}
              />
            </Field>
          )}
          {evaluations.length > 0 && (
            <Field label={say('rc.compareWith')}>
              <Picker
                label={say('rc.compareWith')}
                value={comparedWith ?? ''}
                options={[
                  { value: '', text: say('rc.compareOff') },
                  ...evaluations.map(({ name }) => ({ value: name, text: name })),
                ]}
                onChange={(name) => setCard({ comparedWith: name === '' ? undefined : name })}
              />
            </Field>
          )}
        </div>
      </div>
    </section>
  );
}

const Field = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div>
    <p className="small muted" aria-hidden="true">
      {label}
    </p>
    {children}
  </div>
);

/** The profile in use; another one is dropped with the reports. */
function Levels({ card: { profile } }: Pick<CardSetupProps, 'card'>) {
  const { say, language } = useVoice();
  const { setCard } = useActions();
  const own = useLab((state) => state.card.profile !== undefined);
  const save = () => saveFile(`${profile.id}.json`, 'application/json', `${JSON.stringify(profile, null, 2)}\n`);
  return (
    <Field label={say('rc.profile')}>
      <p>{language === 'ja' ? profile.title.ja : profile.title.en}</p>
      <p className="small">
        <LinkButton onPress={save}>{say('rc.profileSave')}</LinkButton>{' '}
        {own && <LinkButton onPress={() => setCard({ profile: undefined })}>{say('rc.profileBack')}</LinkButton>}
      </p>
    </Field>
  );
}
