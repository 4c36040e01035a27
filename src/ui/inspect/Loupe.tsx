import { type CSSProperties, type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { Examined } from '../../store/specimen.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { crop, type Spot } from './crop.ts';

interface LoupeProps {
  readonly shown: Examined;
  readonly delta: Float32Array;
  readonly times: number;
}

const moves: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The same few pixels of all three images, large; moved with the pointer or the arrow keys. */
export function Loupe({ shown: { picture }, delta, times }: LoupeProps) {
  const { say } = useVoice();
  const { shape, image } = picture;
  const [height, width] = shape;
  const size = Math.min(9, height, width);
  const [spot, setSpot] = useState<Spot>({ x: (width - size) >> 1, y: (height - size) >> 1 });
  const place = ({ x, y }: Spot) =>
    setSpot({ x: Math.max(0, Math.min(width - size, x)), y: Math.max(0, Math.min(height - size, y)) });
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (share: number, pixels: number) => Math.floor(share * pixels) - (size >> 1);
    place({
      x: at((event.clientX - box.left) / box.width, width),
      y: at((event.clientY - box.top) / box.height, height),
    });
  };
  const press = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    place({ x: spot.x + move.x, y: spot.y + move.y });
  };
  const pictures = [
    { title: say('inspect.clean'), pixels: picture.clean },
    { title: say('inspect.delta', { times }), pixels: delta },
    { title: say('inspect.adversarial'), pixels: picture.adversarial },
  ];
  const frame = {
    '--x': (100 * spot.x) / width,
    '--y': (100 * spot.y) / height,
    '--w': (100 * size) / width,
    '--h': (100 * size) / height,
  } as CSSProperties; // React types know no custom properties
  return (
    // biome-ignore lint/a11y/useSemanticElements: pictures that are searched with the arrow keys have no element of their own
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div className="loupe" role="group" tabIndex={0} aria-label={say('single.loupeKeys')} onKeyDown={press}>
      {pictures.map(({ title, pixels }) => (
        <figure className="pic" key={title}>
          <figcaption>
            <b>{title}</b>
          </figcaption>
          <div className="whole" onPointerMove={follow} style={frame}>
            <Pixels pixels={pixels} shape={shape} label={say('single.whole', { title, image })} />
            <span className="frame" />
          </div>
          <Pixels
            pixels={crop(pixels, shape, spot, size)}
            shape={[size, size, shape[2]]}
            label={say('single.part', { title, column: spot.x, row: spot.y })}
          />
        </figure>
      ))}
    </div>
  );
}
