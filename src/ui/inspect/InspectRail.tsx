import { onlyCell, specimenReading } from '../../store/specimen.ts';
import { useLab, useVoice } from '../lab.tsx';
import { Problems } from '../parts/Problems.tsx';
import { Rail } from '../parts/Rail.tsx';
import { Staged } from '../parts/Staged.tsx';
import { AttackForm } from './AttackForm.tsx';
import { budgetText } from './budgetText.ts';
import { DefenseForm } from './DefenseForm.tsx';
import { ImagePicker } from './ImagePicker.tsx';

/** What is attacked, and how. */
export function InspectRail() {
  return (
    <Rail summary={<Summary />}>
      <Staged>
        <ImagePicker />
        <AttackForm />
        <DefenseForm />
        <Misfits />
      </Staged>
    </Rail>
  );
}

function Summary() {
  const { say, attackOf } = useVoice();
  const reading = useLab(specimenReading);
  const image = useLab((state) => state.specimen.image);
  if (reading.kind === 'invalid') return null;
  const { spec } = reading;
  const { attack, epsilon } = onlyCell(spec);
  const values = { image, attack: attackOf(spec, attack) };
  if (epsilon === null) return <>{say('single.summaryPlain', values)}</>;
  return <>{say('single.summary', { ...values, epsilon: budgetText(spec.norm, epsilon) })}</>;
}

/** What is wrong with settings that were typed. */
function Misfits() {
  const reading = useLab(specimenReading);
  if (reading.kind === 'valid') return null;
  return (
    <section className="grp" role="alert">
      <Problems problems={reading.problems} />
    </section>
  );
}
