import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { describeEpsilon } from '../../core/epsilon.ts';
import { useActions, useVoice } from '../lab.tsx';
import { bandOpacity } from './bandOpacity.ts';
import { drawFacet } from './drawFacet.ts';
import { nearestPoint, type Place, placeAt, step } from './reading.ts';

interface FacetPlotProps {
  readonly input: Omit<Parameters<typeof drawFacet>[0], 'bandOpacity'>;
  /** Says a point aloud that was reached by keyboard. */
  readonly onSpeak: (text: string) => void;
}

/** A drawn facet whose points can be read with the pointer or the arrow keys. */
export function FacetPlot({ input, onSpeak }: FacetPlotProps) {
  const { say } = useVoice();
  const { chooseEpsilon } = useActions();
  const holder = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>();
  const [opacity] = useState(bandOpacity); // another theme brings another plot
  const words = useReading(input, place);
  useEffect(() => {
    // One task per facet: drawn together they would hold up the page for longer than a blink.
    const timer = setTimeout(() => holder.current?.replaceChildren(drawFacet({ ...input, bandOpacity: opacity })));
    return () => clearTimeout(timer);
  });
  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setPlace(nearestPoint(input.facet, input.layout, event.clientX - box.left, event.clientY - box.top));
  };
  const select = () => {
    const epsilon = place && placeAt(input.facet, place)?.point.epsilon;
    if (epsilon) chooseEpsilon(epsilon);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') return select();
    const next = step(input.facet, place, event.key, input.selected);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    setPlace(next);
    const found = placeAt(input.facet, next);
    if (found) onSpeak(words.of(found));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that is read with the arrow keys has no element of its own
    <div
      className="plot"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={`${input.facet.title}. ${say('curve.keys')}`}
      onPointerMove={follow}
      onPointerLeave={() => setPlace(undefined)}
      onBlur={() => setPlace(undefined)}
      onClick={select}
      onKeyDown={press}
    >
      <div ref={holder} />
      {words.tip}
    </div>
  );
}

type Found = NonNullable<ReturnType<typeof placeAt>>;

function useReading({ facet, layout }: FacetPlotProps['input'], place: Place | undefined) {
  const { say, rate } = useVoice();
  const name = ({ series, point }: Found) =>
    point.epsilon === 0
      ? say('curve.pointClean', { series: series.name })
      : say('curve.point', { series: series.name, epsilon: describeEpsilon(point.epsilon) });
  const found = place && placeAt(facet, place);
  const position = (found: Found): CSSProperties => ({
    left: layout.x(found.point.epsilon),
    top: layout.y(found.point.rate.value),
  });
  const high = found && found.point.rate.value > 0.7;
  const tip = found && (
    <>
      <span className="dot" style={position(found)} />
      <span className={high ? 'tip below' : 'tip'} style={clampedTip(position(found), layout.width)}>
        <b>{rate(found.point.rate)}</b>
        {name(found)}
      </span>
    </>
  );
  return { tip, of: (found: Found) => `${name(found)}: ${rate(found.point.rate)}` };
}

/** Keeps the tip, about fifteen letters to each side, inside the facet. */
function clampedTip({ left, top }: CSSProperties, width: number): CSSProperties {
  const half = Math.min(118, width / 2);
  return { top, left: Math.max(half, Math.min(width - half, Number(left))) };
}
