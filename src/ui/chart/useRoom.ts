import { useLayoutEffect, useState } from 'react';
import { useLab } from '../lab.tsx';

interface Room<Element> {
  /** Names the element that a drawing has to fit into. */
  readonly holder: (element: Element | null) => void;
  /** In whole pixels; 0 until it is known. */
  readonly width: number;
  /** Pixels of 1 rem. */
  readonly rem: number;
}

/** What there is to draw in, as it changes. Measured between drawings: asked for while one is made, it would cost a layout. */
export function useRoom<Element extends HTMLElement>(): Room<Element> {
  const size = useLab(({ settings }) => settings.size);
  const [element, holder] = useState<Element | null>(null);
  const [width, setWidth] = useState(0);
  const [rem, setRem] = useState(16);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size of text changes the rem and maybe nothing else
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => {
      setWidth(Math.floor(element.clientWidth));
      setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [element, size]);
  return { holder, width, rem };
}
