import { useState } from 'react';
import detectEn from '../../i18n/detect.en.json' with { type: 'json' };
import detectJa from '../../i18n/detect.ja.json' with { type: 'json' };
import { addPageTexts } from '../../i18n/messages.ts';
import type { Report } from '../../spec/report.ts';
import { useVoice } from '../lab.tsx';
import { Picker } from '../parts/Picker.tsx';
import { DetectedFigure } from './DetectedFigure.tsx';
import { DetectionTable } from './DetectionTable.tsx';
import { RocFigure } from './RocFigure.tsx';
import { detectionsIn, detectorName } from './seen.ts';
import '../styles/detect.css';

addPageTexts({ en: detectEn, ja: detectJa, cards: {} });

interface DetectionFiguresProps {
  readonly report: Report;
  readonly epsilon: number | undefined;
}

/** What the detectors of a run caught, one detector beside one defense at a time. */
export function DetectionFigures({ report, epsilon }: DetectionFiguresProps) {
  const voice = useVoice();
  const [chosen, choose] = useState<string>();
  const all = detectionsIn(report).map((detection) => ({
    key: `${detection.detector}|${detection.defense}`,
    detection,
  }));
  const { key, detection } = all.find((one) => one.key === chosen) ?? all[0] ?? {};
  if (!detection || !key) return null;
  const shown = { report, detection, epsilon };
  const choice = all.length > 1 && (
    <Picker
      label={voice.say('dt.choose')}
      value={key}
      options={all.map((one) => ({ value: one.key, text: detectorName(voice, one.detection) }))}
      onChange={choose}
    />
  );
  return (
    <>
      <DetectionTable shown={shown} choice={choice} />
      <RocFigure shown={shown} />
      <DetectedFigure shown={shown} />
    </>
  );
}
