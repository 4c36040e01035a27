import { Button } from 'react-aria-components';
import type { AlbumState } from '../../store/album.ts';
import type { Progress } from '../../store/labState.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { FailureCause } from '../parts/FailureCause.tsx';
import { CheckedIcon } from '../parts/icons.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Problems } from '../parts/Problems.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { AlbumForm } from './AlbumForm.tsx';
import { AlbumPreview } from './AlbumPreview.tsx';

/** What was found in the images that were dropped. */
export function AlbumPanel() {
  const { say, count } = useVoice();
  const album = useLab((state) => state.album);
  const { closeAlbum } = useActions();
  switch (album.kind) {
    case 'none':
      return null;
    case 'looking':
      return (
        <div className="fig looking" role="status">
          <p>{say('images.looking', { name: album.name })}</p>
          <Working progress={album.progress} />
        </div>
      );
    case 'failed':
      return (
        <Note tone="danger" urgent action={<LinkButton onPress={closeAlbum}>{say('images.dismiss')}</LinkButton>}>
          <p>
            <b>{say('images.refused', { name: album.name })}</b>
          </p>
          <FailureCause failure={album.failure} />
        </Note>
      );
    case 'kept':
      return (
        <Note
          tone={album.problems.length > 0 ? 'caution' : 'ok'}
          action={<LinkButton onPress={closeAlbum}>{say('images.dismiss')}</LinkButton>}
        >
          <p role="status">{say('images.kept', { count: count(album.images.count) })}</p>
          {album.problems.length > 0 && <Problems problems={album.problems} />}
        </Note>
      );
    case 'found':
      return <Found album={album} />;
  }
}

function Found({ album }: { readonly album: Extract<AlbumState, { kind: 'found' }> }) {
  const { say } = useVoice();
  const { keepAlbum, closeAlbum } = useActions();
  const { found, preview, keeping, failure, settings } = album;
  const title = say('images.checking', { name: found.name });
  return (
    <section className="fig" aria-label={title}>
      <div className="fig-head">
        <div>
          <h2>{title}</h2>
          <p className="sub">{say('images.checkingAbout')}</p>
        </div>
      </div>
      <div className="fig-body">
        <Findings album={album} />
        <AlbumForm found={found} settings={settings} />
        {preview && <AlbumPreview preview={preview} classNames={settings.classNames} />}
        {failure && (
          <Note tone="danger" urgent>
            <FailureCause failure={failure} />
          </Note>
        )}
        {keeping ? (
          <Working progress={keeping} />
        ) : (
          <div className="btns">
            <Button className="btn primary" isDisabled={!preview} onPress={() => void keepAlbum()}>
              {say('images.keep')}
            </Button>
            <Button className="btn" onPress={closeAlbum}>
              {say('images.discard')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

const shownClasses = 12;

function Findings({ album: { found } }: { readonly album: Extract<AlbumState, { kind: 'found' }> }) {
  const { say, count } = useVoice();
  const { classNames, perClass, problems } = found;
  const there = classNames.flatMap((name, k) => (perClass[k]! > 0 ? [{ name, images: perClass[k]! }] : []));
  return (
    <>
      <ul className="checks">
        <li>
          <CheckedIcon className="ok" />
          <span>
            {say(there.length === 0 ? 'images.foundLoose' : 'images.found', {
              count: count(found.count),
              classes: there.length,
            })}
            <span className="help">
              {there
                .slice(0, shownClasses)
                .map(({ name, images }) => say('images.perClass', { name, count: count(images) }))
                .join(' · ')}
              {there.length > shownClasses && ` · ${say('images.more', { count: there.length - shownClasses })}`}
            </span>
          </span>
        </li>
      </ul>
      {problems.length > 0 && (
        <Note tone="caution">
          <p>
            <b>{say('images.odd')}</b>
          </p>
          <Problems problems={problems} />
        </Note>
      )}
    </>
  );
}

/** How far it is, and a way to stop it. */
function Working({ progress }: { readonly progress: Progress | undefined }) {
  const { say, count } = useVoice();
  const { closeAlbum } = useActions();
  const { done, total } = progress ?? { done: 0, total: 0 };
  const text = progress ? say('images.progress', { done: count(done), total: count(total) }) : '';
  return (
    <div className="working">
      <ProgressBar label={text} percent={total === 0 ? 0 : (100 * done) / total} text={text} />
      <span className="tiny muted num">{text}</span>
      <LinkButton onPress={closeAlbum}>{say('images.stop')}</LinkButton>
    </div>
  );
}
