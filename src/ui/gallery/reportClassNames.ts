import type { Voice } from '../../i18n/voice.ts';
import type { Report } from '../../spec/report.ts';

/** Names of the classes of a report's model in the language of the page; none until it is loaded. */
export const reportClassNames = ({ setting }: Report, voice: Pick<Voice, 'classNames'>): readonly string[] =>
  setting ? voice.classNames(setting.model.id, setting.model.classNames) : [];
