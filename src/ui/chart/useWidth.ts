import { useLayoutEffect, useState } from 'react';

/** Width of an element in whole pixels as it changes, and the ref that names the element; 0 until it is known. */
export function useWidth<Element extends HTMLElement>(): [(element: Element | null) => void, number] {
  const [element, setElement] = useState<Element | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}
