import './imageTexts.ts';
import { Button } from 'react-aria-components';
import type { OwnImages as Kept } from '../../spec/own.ts';
import { dataIn } from '../../store/draft.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { AlbumPanel } from './AlbumPanel.tsx';
import { ImageDrop } from './ImageDrop.tsx';
import { InUse } from './InUse.tsx';
import { LocalSets } from './LocalSets.tsx';
import { megabytes, shapeText } from './shapeText.ts';

/** Where the reader's images come in, are looked at, and lie. */
export function OwnImages() {
  const { say } = useVoice();
  const own = useLab((state) => state.own);
  const sets = own.filter((thing) => thing.kind === 'images');
  return (
    <section>
      <h2>{say('images.own')}</h2>
      <div className="own-in">
        <div className="image-in">
          <ImageDrop />
          <LocalSets />
        </div>
        <AlbumPanel />
      </div>
      {sets.length === 0 && <p className="small muted">{say('images.none')}</p>}
      <div className="cards">
        {sets.map((images) => (
          <SetCard key={images.id} images={images} />
        ))}
      </div>
    </section>
  );
}

function SetCard({ images }: { readonly images: Kept }) {
  const { say, count } = useVoice();
  const { takeImages, forgetOwn } = useActions();
  const used = useLab(({ draft }) => dataIn(draft) === images.id);
  const facts = { count: count(images.count), classes: images.classNames.length, shape: shapeText(images.shape) };
  return (
    <article className={used ? 'card on' : 'card'}>
      <h3>{images.name}</h3>
      <p className="small muted">{say('images.facts', facts)}</p>
      <p className="tiny muted">{say('images.bytes', { size: megabytes(images.size) })}</p>
      <p className="tiny muted mono">{images.id}</p>
      <div className="ft">
        {used ? (
          <InUse />
        ) : (
          <Button className="btn" onPress={() => takeImages(images.id)}>
            {say('images.use')}
          </Button>
        )}
        <Button
          className="linkbtn"
          aria-label={say('images.forgetOf', { name: images.name })}
          onPress={() => void forgetOwn(images.id)}
        >
          {say('images.forget')}
        </Button>
      </div>
    </article>
  );
}
