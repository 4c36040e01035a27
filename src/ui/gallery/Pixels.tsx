import { useEffect, useRef } from 'react';

interface PixelsProps {
  /** Row by row, in [0, 1]; one channel is grey, three are red, green and blue. */
  readonly pixels: Float32Array;
  readonly shape: readonly [number, number, number];
  readonly label: string;
}

/** An image, pixel by pixel. */
export function Pixels({ pixels, shape, label }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width, channels] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(rgba(pixels, channels), width, height), 0, 0);
  }, [pixels, channels, width, height]);
  return <canvas ref={canvas} className="pixels" width={width} height={height} role="img" aria-label={label} />;
}

function rgba(pixels: Float32Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const n = pixels.length / channels;
  const bytes = new Uint8ClampedArray(4 * n);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = 255 * pixels[i * channels + Math.min(c, channels - 1)]!;
    bytes[4 * i + 3] = 255;
  }
  return bytes;
}
