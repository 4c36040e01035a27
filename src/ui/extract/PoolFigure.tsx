import type { ExtractReport } from '../../spec/extractReport.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';

/** Images of the pool as they are and as they are asked about, where something is converted. */
export function PoolFigure({ report: { pool } }: { readonly report: ExtractReport }) {
  const { say, dataset } = useVoice();
  if (!pool || String(pool.shape) === String(pool.convertedShape)) return null;
  const n = pool.pixels.length / sizeOf(pool.shape);
  const about = say('ex.poolConverted', {
    pool: dataset(pool.name),
    from: pool.shape.join(' × '),
    to: pool.convertedShape.join(' × '),
  });
  return (
    <Figure title={say('ex.poolTitle')} about={about}>
      <ul className="ex-pool">
        {Array.from({ length: n }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: images have no name but their place
          <li key={i}>
            <Pixels pixels={rowOf(pool.pixels, i, n)} shape={pool.shape} label={say('ex.poolImage', { i: i + 1 })} />
            <Pixels
              pixels={rowOf(pool.converted, i, n)}
              shape={pool.convertedShape}
              label={say('ex.poolAsked', { i: i + 1 })}
            />
          </li>
        ))}
      </ul>
    </Figure>
  );
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b);

const rowOf = (pixels: Float32Array, i: number, n: number) =>
  pixels.subarray((i * pixels.length) / n, ((i + 1) * pixels.length) / n);
