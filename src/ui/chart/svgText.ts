/** Replaces `var(--…)` by what it stands for in the present theme. */
export function withColours(svg: string): string {
  const style = getComputedStyle(document.documentElement);
  return svg.replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}

export const escapeXml = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The page's fonts as the value of an attribute. */
export const fontFamily = (): string =>
  escapeXml(getComputedStyle(document.documentElement).getPropertyValue('--font-sans').replace(/\s+/g, ' ').trim());

const margin = 24;
const head = 64;
const foot = 44;

interface SvgFileOptions {
  readonly title: string;
  /** What the picture refers to. */
  readonly about: string;
}

/** A drawing of the page as a file of its own: title, drawing, origin, every colour written out. */
export function svgFile(drawing: SVGSVGElement, { title, about }: SvgFileOptions): string {
  const [width, height] = [drawing.width.baseVal.value, drawing.height.baseVal.value];
  const copy = drawing.cloneNode(true) as SVGSVGElement; // cloning keeps the type
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(head));
  const size = { width: width + 2 * margin, height: height + head + foot };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="${fontFamily()}">`,
    '<rect width="100%" height="100%" fill="var(--surface)"/>',
    `<text x="${margin}" y="38" font-size="19" font-weight="700" fill="var(--ink)">${escapeXml(title)}</text>`,
    new XMLSerializer().serializeToString(copy),
    `<text x="${margin}" y="${size.height - 18}" font-size="12" fill="var(--ink-3)">${escapeXml(about)}</text>`,
    '</svg>',
  ];
  return withColours(parts.join('\n'));
}
