import { describeEpsilon } from '../../core/epsilon.ts';
import type { Voice } from '../../i18n/voice.ts';
import type { Report } from '../../spec/report.ts';
import { chanceOf, specOf } from '../../store/derived.ts';
import { provenance } from '../results/provenanceText.ts';
import { bandOpacity } from './bandOpacity.ts';
import { layoutChart } from './chartLayout.ts';
import { drawFacet } from './drawFacet.ts';
import { type Facet, facetsOf } from './facets.ts';
import { escapeXml, fontFamily, withColours } from './svgText.ts';

const facetWidth = 420;
const margin = 28;
const head = 76;
const foot = 44;
const scale = 2; // pixels of the PNG per pixel of the drawing

/** Figure 1 as a drawing of its own: title, facets by defense, provenance, every colour written out. */
export function chartSvg(report: Report, voice: Voice): string {
  const facets = facetsOf(report, 'defense', voice);
  const { epsilons } = specOf(report);
  const layout = layoutChart({ width: facetWidth, rem: 16, epsilons, facets });
  const size = {
    width: 2 * margin + facets.length * (facetWidth + margin) - margin,
    height: head + layout.height + foot,
  };
  const parts = facets.map((facet, i) => {
    const input = {
      facet,
      layout,
      epsilons,
      selected: undefined,
      chance: chanceOf(report),
      bandOpacity: bandOpacity(),
      title: facet.title,
    };
    const svg = drawFacet(input);
    svg.setAttribute('x', String(margin + i * (facetWidth + margin)));
    svg.setAttribute('y', String(head));
    return textAt(facet, margin + i * (facetWidth + margin)) + new XMLSerializer().serializeToString(svg);
  });
  const title = `${voice.say('curve.title')} · ${voice.option('norm', specOf(report).norm)}, ε ≤ ${describeEpsilon(layout.maxEpsilon)}`;
  const drawing = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="${fontFamily()}">`,
    `<rect width="100%" height="100%" fill="var(--surface)"/>`,
    `<text x="${margin}" y="34" font-size="19" font-weight="700" fill="var(--ink)">${escapeXml(title)}</text>`,
    ...parts,
    `<text x="${margin}" y="${size.height - 18}" font-size="12" fill="var(--ink-3)">${escapeXml(provenance(report, voice))}</text>`,
    '</svg>',
  ];
  return withColours(drawing.join('\n'));
}

export async function chartPng(report: Report, voice: Voice): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([chartSvg(report, voice)], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), {
      width: scale * image.naturalWidth,
      height: scale * image.naturalHeight,
    });
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('chart: the browser made no PNG'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

const textAt = ({ title }: Facet, left: number) =>
  `<text x="${left}" y="${head - 12}" font-size="14" font-weight="700" fill="var(--ink)">${escapeXml(title)}</text>`;
