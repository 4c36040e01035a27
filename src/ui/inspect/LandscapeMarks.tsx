import { useMemo } from 'react';
import { lengthOf } from '../../core/length.ts';
import type { Landscape } from '../../spec/landscape.ts';
import type { Examined } from '../../store/specimen.ts';
import { textWidth } from '../chart/chartLayout.ts';
import { useVoice } from '../lab.tsx';
import { budgetText } from './budgetText.ts';
import type { MapLayout } from './LandscapeMap.tsx';
import { ballOutline, projected } from './landscapeShapes.ts';

interface LandscapeMarksProps {
  readonly id: string;
  readonly shown: Examined;
  readonly landscape: Landscape;
  readonly layout: MapLayout;
  readonly color: string;
}

const mostSteps = 60; // of a path; a longer one would be a blot

/** The ε-ball, the path of the attack, the clean and the adversarial image. */
export function LandscapeMarks({ id, shown, landscape, layout, color }: LandscapeMarksProps) {
  const { say } = useVoice();
  const { spec, cell, picture } = shown;
  const { x, y, left, top, size, fontSize } = layout;
  const ball = useMemo(() => ballOutline(spec.norm, landscape), [spec.norm, landscape]);
  const path = useMemo(() => pathOf(shown, landscape), [shown, landscape]);
  const delta = picture.adversarial.map((value, p) => value - picture.clean[p]!);
  const reached = landscape.directed ? lengthOf(spec.norm, delta) : undefined;
  const line = (points: readonly (readonly [number, number])[]) =>
    points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
  const highest = Math.max(...ball.map(([, b]) => b));
  const adversarial = say('land.adversarial');
  const endsRight = reached !== undefined && x(reached) + 12 + textWidth(adversarial, fontSize) < left + size;
  const halo = { stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' };
  return (
    <g>
      <clipPath id={`${id}clip`}>
        <rect x={left} y={top} width={size} height={size} />
      </clipPath>
      <g clipPath={`url(#${id}clip)`}>
        <path d={`${line(ball)}Z`} fill="none" stroke="var(--ink)" strokeWidth="1.6" strokeDasharray="5 4" />
        <path d={line(path)} fill="none" stroke={color} strokeWidth="2.2" strokeLinejoin="round" />
        {path.slice(1, -1).map(([a, b], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step of the path is its place in it
          <circle key={i} cx={x(a)} cy={y(b)} r="2" fill={color} />
        ))}
      </g>
      <text x={x(0)} y={y(highest) - 0.5 * fontSize} textAnchor="middle" {...halo}>
        {say(cell.epsilon === null ? 'land.ballFound' : 'land.ball', {
          epsilon: budgetText(spec.norm, landscape.radius),
        })}
      </text>
      <circle cx={x(0)} cy={y(0)} r="5.2" fill="var(--ink)" />
      <text x={x(0) - 9} y={y(0) + 1.5 * fontSize} textAnchor="end" fontWeight="700" fill="var(--ink)" {...halo}>
        {say('land.clean')}
      </text>
      {reached !== undefined && (
        <>
          <circle cx={x(reached)} cy={y(0)} r="5.8" fill="var(--surface)" stroke={color} strokeWidth="2.6" />
          <text
            x={x(reached) + (endsRight ? 11 : 4)}
            y={y(0) + (endsRight ? 0.4 : -0.9) * fontSize}
            textAnchor={endsRight ? 'start' : 'end'}
            fontWeight="700"
            fill="var(--ink)"
            {...halo}
          >
            {adversarial}
          </text>
        </>
      )}
    </g>
  );
}

/** From the clean image through the iterates to the end. */
function pathOf({ picture: { clean, adversarial, trace } }: Examined, landscape: Landscape) {
  if (!landscape.directed) return [];
  const stride = Math.max(1, Math.ceil(trace.length / mostSteps));
  const iterates = trace.filter((_, i) => i % stride === 0).map(({ pixels }) => pixels);
  return projected(clean, [clean, ...iterates, adversarial], landscape);
}
