import { type CertifyReport, certifiedImages, certifyCheck } from '../../spec/certifyReport.ts';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';

/** Whether any image is both proved and fooled, which shows one of the two to be wrong. */
export function CheckNote({ report }: { readonly report: CertifyReport }) {
  const { say, count } = useVoice();
  const { held, broken } = certifyCheck(report);
  const n = count(certifiedImages(report).length);
  if (!held)
    return (
      <Note tone="danger" urgent>
        {say('certify.checkRaised', { images: broken.join(', ') })}
      </Note>
    );
  return (
    <Note tone="info">
      {broken.length > 0 ? say('certify.checkExcused', { n, count: broken.length }) : say('certify.checkHeld', { n })}
    </Note>
  );
}
