import { type KeyboardEvent, type PointerEvent, type Ref, useId, useMemo, useState } from 'react';
import type { Landscape } from '../../spec/landscape.ts';
import type { Examined } from '../../store/specimen.ts';
import { largestAt } from '../../store/specimenFinding.ts';
import { chartFontSize } from '../chart/chartLayout.ts';
import { attackIdentity } from '../chart/identity.ts';
import { useRoom } from '../chart/useRoom.ts';
import { useVoice } from '../lab.tsx';
import { budgetText } from './budgetText.ts';
import { classLooks } from './classLooks.ts';
import { LandscapeAxes } from './LandscapeAxes.tsx';
import { LandscapeMarks } from './LandscapeMarks.tsx';
import { Regions } from './LandscapeRegions.tsx';
import { lengthAt } from './landscapeRows.ts';
import { classesOn } from './landscapeShapes.ts';

interface LandscapeMapProps {
  readonly ref: Ref<SVGSVGElement>;
  readonly shown: Examined;
  readonly landscape: Landscape;
  readonly names: readonly string[];
}

/** Where a point of the plane is drawn. */
export interface MapLayout {
  readonly left: number;
  readonly top: number;
  /** Side of the drawn square. */
  readonly size: number;
  readonly fontSize: number;
  x(length: number): number;
  y(length: number): number;
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The plane, one square per forward pass; points can be read with the pointer or the arrow keys. */
export function LandscapeMap({ ref, shown, landscape, names }: LandscapeMapProps) {
  const { say } = useVoice();
  const { holder, width, rem } = useRoom<HTMLDivElement>();
  const id = useId();
  const { side } = landscape;
  const [place, setPlace] = useState<number>();
  const layout = useMemo(() => layoutMap(landscape, width, rem), [landscape, width, rem]);
  const identity = attackIdentity(shown.cell.attack, shown.cell);
  const from = landscape.predictions[(side * side) >> 1]!;
  const to = largestAt(shown.picture.adversarialProbabilities);
  const looks = useMemo(
    () => classLooks(classesOn(landscape), { from, to, color: identity.color }),
    [landscape, from, to, identity.color],
  );
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((side * (event.clientX - box.left - layout.left)) / layout.size);
    const row = side - 1 - Math.floor((side * (event.clientY - box.top - layout.top)) / layout.size);
    setPlace(inside(side, column, row));
  };
  const press = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const at = place ?? (side * side) >> 1;
    const next = inside(side, (at % side) + move[0], Math.floor(at / side) + move[1]);
    setPlace(next ?? at);
  };
  const title = useTitle(shown, landscape, names);
  const reading = place === undefined ? undefined : <Reading place={place} {...{ landscape, names, shown }} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that is read with the arrow keys has no element of its own
    <div
      className="land"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={say('land.keys')}
      onKeyDown={press}
      onBlur={() => setPlace(undefined)}
    >
      <div ref={holder} onPointerMove={follow} onPointerLeave={() => setPlace(undefined)}>
        {width > 0 && (
          <svg
            ref={ref}
            className="chart"
            width={width}
            height={layout.top + layout.size + 3.4 * layout.fontSize}
            fontSize={layout.fontSize}
            fill="var(--chart-text)"
            role="img"
            aria-label={title}
          >
            <Regions id={id} {...{ landscape, layout, looks, names }} />
            <LandscapeAxes
              norm={shown.spec.norm}
              reach={landscape.reach}
              layout={layout}
              directed={landscape.directed}
            />
            <LandscapeMarks id={id} {...{ shown, landscape, layout }} color={identity.color} />
            {place !== undefined && (
              <rect
                x={layout.left + ((place % side) * layout.size) / side}
                y={layout.top + ((side - 1 - Math.floor(place / side)) * layout.size) / side}
                width={layout.size / side}
                height={layout.size / side}
                fill="none"
                stroke="var(--focus)"
                strokeWidth="2"
              />
            )}
          </svg>
        )}
      </div>
      <p className="reading small num" role="status">
        {reading ?? say('land.hint')}
      </p>
    </div>
  );
}

const inside = (side: number, column: number, row: number): number | undefined =>
  column >= 0 && column < side && row >= 0 && row < side ? row * side + column : undefined;

function layoutMap({ reach }: Landscape, width: number, rem: number): MapLayout {
  const fontSize = chartFontSize(rem);
  const left = 4.4 * fontSize;
  const top = 0.6 * fontSize;
  const size = Math.max(0, Math.min(width - left - 2, 34 * fontSize));
  return {
    left,
    top,
    size,
    fontSize,
    x: (length) => left + ((length + reach) / (2 * reach)) * size,
    y: (length) => top + ((reach - length) / (2 * reach)) * size,
  };
}

interface ReadingProps {
  readonly place: number;
  readonly landscape: Landscape;
  readonly names: readonly string[];
  readonly shown: Examined;
}

/** What the model answers at one point. */
function Reading({ place, landscape, names, shown }: ReadingProps) {
  const { say, percent } = useVoice();
  const { side, predictions, confidences, margins } = landscape;
  const length = (i: number) => budgetText(shown.spec.norm, lengthAt(landscape, i));
  const answer = predictions[place]!;
  const values = {
    along: length(place % side),
    across: length(Math.floor(place / side)),
    answer: names[answer] ?? answer,
    confidence: percent(confidences[place]!),
    margin: margins[place]!.toFixed(1),
  };
  return <>{say('land.point', values)}</>;
}

/** The main reading, for those who cannot see the picture. */
function useTitle({ spec }: Examined, landscape: Landscape, names: readonly string[]): string {
  const { say } = useVoice();
  const { side, predictions, flipsAt } = landscape;
  const from = predictions[(side * side) >> 1]!;
  const values = { classes: classesOn(landscape).length, from: names[from] ?? from };
  return flipsAt === null
    ? say('land.readingHeld', values)
    : say('land.reading', { ...values, length: budgetText(spec.norm, flipsAt) });
}
