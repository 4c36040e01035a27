import { describeEpsilon } from '../../core/epsilon.ts';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import { chosenCell, countByFilter, drawnOutcomes, isOwn, pairKey, pairsOf } from '../../store/choices.ts';
import { specOf } from '../../store/derived.ts';
import type { Filter } from '../../store/labState.ts';
import { useActions, useLab, useVoice } from '../lab.tsx';
import { Figure } from '../parts/Figure.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Note } from '../parts/Note.tsx';
import { Picker } from '../parts/Picker.tsx';
import { Segmented } from '../parts/Segmented.tsx';
import { numbering } from '../results/numbering.ts';
import { EmptyGallery } from './EmptyGallery.tsx';
import { ImageDialog } from './ImageDialog.tsx';
import { LearnedButton } from './LearnedButton.tsx';
import { Triplet, useTimes } from './Triplet.tsx';

const filters: readonly Filter[] = ['all', 'fooled', 'held', 'misclassified'];

/** Single images of one pair at the selected budget. */
export function Gallery({ report }: { readonly report: Report }) {
  const epsilon = useLab((state) => state.epsilon);
  const pair = useLab((state) => state.pair);
  const cell = chosenCell({ epsilon, pair }, report);
  return cell ? <GalleryOf report={report} cell={cell} /> : null;
}

function GalleryOf({ report, cell }: { readonly report: Report; readonly cell: Cell }) {
  const voice = useVoice();
  const { say } = voice;
  const { drawOthers } = useActions();
  const filter = useLab((state) => state.filter);
  const draw = useLab((state) => state.draw);
  const shown = drawnOutcomes(report, cell, { filter, draw });
  const counts = countByFilter(report, cell);
  const spec = specOf(report);
  const about = say(isOwn(cell) ? 'gallery.subOwn' : 'gallery.sub', {
    pair: voice.pair(spec, cell),
    epsilon: describeEpsilon(cell.epsilon),
    times: useTimes(report, cell),
  });
  const drawn = { shown: shown.length, count: counts[filter], seed: spec.seed };
  return (
    <Figure
      number={say(numbering(report).gallery)}
      title={say('gallery.title')}
      about={about}
      foot={say('gallery.drawn', drawn)}
      actions={
        <>
          <LearnedButton report={report} cell={cell} shown={shown} />
          <LinkButton onPress={drawOthers} isDisabled={counts[filter] <= shown.length}>
            {say('gallery.others')}
          </LinkButton>
        </>
      }
    >
      <GalleryTools report={report} cell={cell} counts={counts} />
      <GalleryState />
      {shown.length === 0 ? (
        <EmptyGallery report={report} cell={cell} filter={filter} />
      ) : (
        <ul className="trips">
          {shown.map((outcome) => (
            <Triplet key={outcome.image} report={report} cell={cell} outcome={outcome} />
          ))}
        </ul>
      )}
      <ImageDialog report={report} cell={cell} shown={shown} />
    </Figure>
  );
}

interface GalleryToolsProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly counts: Readonly<Record<Filter, number>>;
}

function GalleryTools({ report, cell, counts }: GalleryToolsProps) {
  const voice = useVoice();
  const { say } = voice;
  const { choosePair, chooseFilter } = useActions();
  const filter = useLab((state) => state.filter);
  const pairs = new Map(pairsOf(report).map((pair) => [pairKey(pair), pair]));
  return (
    <div className="gallery-tools">
      <div className="pair">
        <Picker
          label={say('gallery.pair')}
          value={pairKey(cell)}
          options={[...pairs].map(([value, pair]) => ({ value, text: voice.pair(specOf(report), pair) }))}
          onChange={(key) => choosePair(pairs.get(key)!)}
        />
      </div>
      <Segmented
        label={say('gallery.filter')}
        value={filter}
        options={filters.map((value) => ({ value, text: say(`gallery.${value}`, { count: counts[value] }) }))}
        onChange={chooseFilter}
      />
    </div>
  );
}

/** Why there may be no pixels yet. */
function GalleryState() {
  const { say, failure: cause } = useVoice();
  const running = useLab((state) => state.run.kind === 'running');
  const failure = useLab((state) => state.gallery.failure);
  if (running) return <p className="status">{say('gallery.waiting')}</p>;
  return failure ? <Note tone="danger">{say('gallery.failed', { message: cause(failure) })}</Note> : null;
}
