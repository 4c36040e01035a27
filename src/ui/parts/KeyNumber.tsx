import type { CSSProperties, ReactNode } from 'react';
import { Group } from 'react-aria-components';
import type { Rate } from '../../core/stats.ts';
import { points } from '../../i18n/numberWords.ts';
import { IntervalBar } from '../results/IntervalBar.tsx';

interface KeyNumbersRowProps {
  readonly label: string;
  readonly columns: number;
  readonly children: ReactNode;
}

/** The numbers a page is about, side by side. */
export function KeyNumberRow({ label, columns, children }: KeyNumbersRowProps) {
  return (
    <section
      className="nums"
      aria-label={label}
      style={{ '--columns': columns } as CSSProperties /* React types know no custom properties */}
    >
      {children}
    </section>
  );
}

interface KeyNumberProps {
  readonly what: string;
  readonly rate: Pick<Rate, 'value' | 'low' | 'high'>;
  /** The share in percent where nothing else is said; a dash where nothing was counted. */
  readonly value?: string;
  readonly unit?: string;
  /** Interval, n and trust: they always travel with the value. */
  readonly children: ReactNode;
}

/** One of them. */
export function KeyNumber({ what, rate, value = pointsOf(rate), unit = '%', children }: KeyNumberProps) {
  return (
    <Group className="measure" aria-label={what}>
      <p className="what">{what}</p>
      <p className="val num">
        {value}
        <small>{unit}</small>
      </p>
      <IntervalBar rate={rate} />
      {children}
    </Group>
  );
}

const pointsOf = ({ value }: Pick<Rate, 'value'>) => (Number.isNaN(value) ? '–' : points(value));
