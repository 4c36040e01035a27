import { memo } from 'react';
import type { ImagesPreview } from '../../spec/ownImages.ts';
import { Pixels } from '../gallery/Pixels.tsx';
import { useVoice } from '../lab.tsx';

interface AlbumPreviewProps {
  readonly preview: ImagesPreview;
  readonly classNames: readonly string[];
}

/** A few images as they would be kept, with their classes and files. */
export const AlbumPreview = memo(function AlbumPreview({ preview, classNames }: AlbumPreviewProps) {
  const { pixels, labels, names, shape } = preview;
  const { say } = useVoice();
  const size = pixels.length / Math.max(1, labels.length);
  return (
    <section aria-label={say('images.preview')}>
      <h3>{say('images.preview')}</h3>
      <div className="seem">
        {labels.map((label, i) => {
          const name = classNames[label] ?? String(label);
          const file = names[i]!.split('/').at(-1)!;
          return (
            <figure key={names[i]}>
              <Pixels
                pixels={pixels.subarray(i * size, (i + 1) * size)}
                shape={shape}
                label={say('images.previewOf', { file, name })}
              />
              <figcaption className="small">
                <b>{name}</b>
                <span className="help">{file}</span>
              </figcaption>
            </figure>
          );
        })}
      </div>
    </section>
  );
});
