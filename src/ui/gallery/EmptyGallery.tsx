import { Button } from 'react-aria-components';
import { describeEpsilon } from '../../core/epsilon.ts';
import { wilson } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import type { Cell } from '../../spec/cells.ts';
import type { Report } from '../../spec/report.ts';
import { cellOf, countByFilter, epsilonsOf, isOwn } from '../../store/choices.ts';
import type { Filter } from '../../store/labState.ts';
import { useActions, useVoice } from '../lab.tsx';

interface EmptyGalleryProps {
  readonly report: Report;
  readonly cell: Cell;
  readonly filter: Filter;
}

/** Says why nothing is there and what would fill it. */
export function EmptyGallery({ report, cell, filter }: EmptyGalleryProps) {
  const { say } = useVoice();
  const { chooseEpsilon, chooseFilter } = useActions();
  const own = isOwn(cell);
  const elsewhere = own
    ? undefined
    : epsilonsOf(report).find((epsilon) => countByFilter(report, cellOf(cell, epsilon))[filter] > 0);
  const { all } = countByFilter(report, cell);
  const { low, high } = wilson(0, all);
  const limits = { count: 0, n: all, low: points(low), high: points(high) };
  const counted = filter === 'fooled' || filter === 'held';
  const help = !counted
    ? 'gallery.empty.help'
    : own
      ? 'gallery.empty.ownHelp'
      : (`gallery.empty.${filter}Help` as const);
  const what =
    own && filter !== 'misclassified' ? (`gallery.empty.${filter}Own` as const) : (`gallery.empty.${filter}` as const);
  return (
    <div className="empty">
      <svg viewBox="0 0 64 48" aria-hidden="true" fill="none" stroke="var(--line-strong)">
        <rect x="17.5" y="9.5" width="30" height="30" strokeDasharray="4 3" />
        <circle cx="32.5" cy="24.5" r="3" fill="var(--line-strong)" stroke="none" />
      </svg>
      <p>
        <b>{say(what, { epsilon: describeEpsilon(cell.epsilon) })}</b>
      </p>
      {all > 0 && <p className="small muted">{say(help, limits)}</p>}
      {elsewhere !== undefined ? (
        <Button className="btn" onPress={() => chooseEpsilon(elsewhere)}>
          {say('gallery.empty.show', { epsilon: describeEpsilon(elsewhere) })}
        </Button>
      ) : (
        filter !== 'all' && (
          <Button className="btn" onPress={() => chooseFilter('all')}>
            {say('gallery.empty.showAll')}
          </Button>
        )
      )}
    </div>
  );
}
