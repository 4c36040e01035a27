import { extractCsv, extractJson } from '../../spec/export/extractFiles.ts';
import { draftOf, readExtract } from '../../store/extractDraft.ts';
import { extractViewOf, shownExtract } from '../../store/extractView.ts';
import { useLab, useVoice } from '../lab.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { saveFile } from '../saveFile.ts';
import './extractTexts.ts';

/** What every number on the page refers to; of the form while there are none. */
export function ExtractFacts() {
  const { say, model, dataset, count } = useVoice();
  const report = useLab(shownExtract);
  const text = useLab(draftOf);
  const own = useLab((state) => state.own);
  const reading = report ? undefined : readExtract(text, own);
  const spec = report ? extractViewOf(report).spec : reading?.kind === 'valid' ? reading.spec : undefined;
  if (!spec) return null;
  const { victim, settings } = spec;
  const seeds = { first: victim.seed, last: victim.seed + settings.seeds - 1 };
  const facts = [
    [say('strip.model'), model(victim.model)],
    [say('strip.images'), say('ex.imagesValue', { data: dataset(victim.data), n: count(victim.count) })],
    [say('ex.access'), say('ex.accessValue')],
    settings.seeds > 1 ? [say('ex.seeds'), say('ex.seedRange', seeds)] : [say('strip.seed'), String(victim.seed)],
  ];
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The report on the page as files. */
export function ExtractFiles() {
  const { say } = useVoice();
  const report = useLab(shownExtract);
  if (!report) return null;
  const stem = `epsilon-extraction${report.startedAt ? `-${report.startedAt.slice(0, 10)}` : ''}`;
  return (
    <>
      <LinkButton onPress={() => saveFile(`${stem}.json`, 'application/json', extractJson(report))}>
        {say('ex.json')}
      </LinkButton>
      <LinkButton onPress={() => saveFile(`${stem}.csv`, 'text/csv;charset=utf-8', extractCsv(report))}>
        {say('ex.csv')}
      </LinkButton>
    </>
  );
}
