import type { Report } from '../../spec/report.ts';
import { useVoice } from '../lab.tsx';
import { provenance } from './provenanceText.ts';

export const ProvenanceLine = ({ report }: { readonly report: Report }) => <>{provenance(report, useVoice())}</>;
