import { actors } from '../../spec/robustness/duties.ts';
import type { SheetProps } from './Sheet.tsx';

/** Measures for those who make the model, offer it and use it, each with the result that asks for it. */
export function Duties({ card, voice: { say }, words }: SheetProps) {
  if (card.duties.length === 0) return null;
  return (
    <section>
      <h2>{say('rc.duties')}</h2>
      <table className="duties">
        <thead>
          <tr>
            <th scope="col">{say('rc.actor')}</th>
            <th scope="col">{say('rc.duty')}</th>
          </tr>
        </thead>
        <tbody>
          {actors.map((actor) => {
            const duties = card.duties.filter((duty) => duty.actor === actor);
            return (
              duties.length > 0 && (
                <tr key={actor}>
                  <th scope="row">{say(`rc.actor.${actor}`)}</th>
                  <td>
                    <ul>
                      {duties.map((duty) => (
                        <li key={duty.code}>{words.duty(duty)}</li>
                      ))}
                    </ul>
                  </td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
