import { Button } from 'react-aria-components';
import type { RobustnessCard } from '../../spec/robustness/cardSchema.ts';
import { useVoice } from '../lab.tsx';
import { saveFile } from '../saveFile.ts';

/** What can be taken away: a print, a file to read, a file for machines. */
export function CardBar({ card, status }: { readonly card: RobustnessCard; readonly status: string }) {
  const voice = useVoice();
  const { say } = voice;
  const name = `card-${card.model.id.replace(/[^\w-]+/g, '-')}-${card.madeAt.slice(0, 10)}`;
  const saveHtml = async () => {
    const { cardFile } = await import('./cardFile.ts');
    saveFile(`${name}.html`, 'text/html;charset=utf-8', cardFile(card, voice));
  };
  return (
    <div className="card-bar">
      <p className="small muted" aria-live="polite">
        {say('rc.bar')} {status}
      </p>
      <div className="btns">
        <Button className="btn" onPress={() => void saveHtml()}>
          {say('rc.html')}
        </Button>
        <Button
          className="btn"
          onPress={() => saveFile(`${name}.json`, 'application/json', `${JSON.stringify(card, null, 2)}\n`)}
        >
          {say('rc.json')}
        </Button>
        <Button className="btn primary" onPress={() => window.print()}>
          {say('rc.print')}
        </Button>
      </div>
    </div>
  );
}
