import { useId } from 'react';
import { Button } from 'react-aria-components';
import type { Looked } from '../../spec/landscape.ts';
import { imagesIn, modelOf } from '../../store/specimen.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Key } from '../setup/RunControls.tsx';
import { classNamesOf } from './classNames.ts';
import { OwnImageButton } from './OwnImageButton.tsx';

/** Images of the set by position: one of those around, the one before or after, one by number, one at random. */
export function ImagePicker() {
  const { say, count } = useVoice();
  const image = useLab((state) => state.specimen.image);
  const size = useLab(imagesIn);
  const neighbours = useLab((state) => state.specimen.neighbours);
  const { chooseImage, drawImage } = useActions();
  return (
    <section className="grp">
      <h2>
        {say('single.image')}
        <span className="tiny muted num">{say('single.position', { image, size: count(size) })}</span>
      </h2>
      <Thumbnails looked={neighbours} image={image} />
      <div className="btns pick-steps">
        <Button className="btn" isDisabled={image === 0} onPress={() => chooseImage(image - 1)}>
          {say('single.previous')}
          <Key name="," />
        </Button>
        <Button className="btn" isDisabled={image >= size - 1} onPress={() => chooseImage(image + 1)}>
          {say('single.next')}
          <Key name="." />
        </Button>
        <Button className="btn" onPress={drawImage}>
          {say('single.random')}
        </Button>
      </div>
      <PositionField key={image} image={image} size={size} />
      <OwnImageButton />
    </section>
  );
}

const places = [0, 1, 2, 3, 4, 5, 6, 7];

function Thumbnails({ looked, image }: { readonly looked: Looked | undefined; readonly image: number }) {
  const voice = useVoice();
  const { say } = voice;
  const { chooseImage } = useActions();
  const model = useLab(modelOf);
  if (!looked)
    return (
      <div className="pick">
        {places.map((i) => (
          <span key={i} className="pixels" />
        ))}
      </div>
    );
  const { images, pixels, labels, shape } = looked;
  const width = pixels.length / images.length;
  const names = classNamesOf(model, 0, voice);
  return (
    <ul className="pick" aria-label={say('single.images')}>
      {images.map((position, i) => (
        <li key={position}>
          <button type="button" aria-pressed={position === image} onClick={() => chooseImage(position)}>
            <Pixels
              pixels={pixels.subarray(i * width, (i + 1) * width)}
              shape={shape}
              label={say('picture.clean', { image: position, label: names[labels[i]!] ?? labels[i]! })}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Typed, and taken on Enter or on leaving, so that a half-typed number attacks nothing. */
function PositionField({ image, size }: { readonly image: number; readonly size: number }) {
  const { say } = useVoice();
  const { chooseImage } = useActions();
  const id = useId();
  const take = (text: string) => {
    if (/^\d+$/.test(text.trim())) chooseImage(Number(text));
  };
  return (
    <div className="param">
      <label htmlFor={id}>{say('single.byPosition')}</label>
      <input
        id={id}
        className="input short"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={image}
        max={size - 1}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget.value)}
      />
    </div>
  );
}
