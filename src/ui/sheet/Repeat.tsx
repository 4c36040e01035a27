import { writeLink } from '../../spec/link.ts';
import type { QrModules, SheetProps } from './Sheet.tsx';

/** What the card was made from and how to get the same numbers again. */
export function Repeat({ card, voice: { say }, words, qr }: SheetProps & { readonly qr: QrModules }) {
  return (
    <footer className="repeat">
      {qr && <QrCode modules={qr} title={say('rc.qr')} />}
      <div>
        <h2>{say('rc.repeat')}</h2>
        <p className="tiny">{say(qr ? 'rc.repeatLink' : 'rc.repeatCommand')}</p>
        <p className="mono command">
          {qr ? <a href={card.link}>{card.link}</a> : say('rc.command', { link: writeLink(card.sources[0]!.spec) })}
        </p>
        <ul className="sources">
          {card.sources.map((source) => (
            <li key={source.name} className={source.misfit ? 'muted' : undefined}>
              {words.source(source)}
            </li>
          ))}
        </ul>
      </div>
      <dl>
        <dt>{say('rc.reviewer')}</dt>
        <dd className="sign" />
        <dt>{say('rc.date')}</dt>
        <dd className="sign" />
      </dl>
    </footer>
  );
}

/** Dark modules as one path, run by run. Black on white in both themes, or cameras do not read it. */
function QrCode({ modules, title }: { readonly modules: NonNullable<QrModules>; readonly title: string }) {
  const size = modules.length;
  const runs = modules.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark && !row[x - 1] ? [`M${x} ${y}h${runLength(row, x)}v1h-${runLength(row, x)}z`] : [])),
  );
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" shapeRendering="crispEdges">
      <title>{title}</title>
      <rect width={size} height={size} fill="#fff" />
      <path d={runs.join('')} fill="#14191d" />
    </svg>
  );
}

function runLength(row: readonly boolean[], from: number): number {
  const end = row.findIndex((dark, x) => x > from && !dark);
  return (end < 0 ? row.length : end) - from;
}
