import { useEffect, useState } from 'react';
import { type Failure, failureOf } from '../../core/errors.ts';
import type { CardExample } from '../../spec/robustness/cardSchema.ts';
import { examplesOf, worstImages } from '../../spec/robustness/examples.ts';
import { findingsOf } from '../../spec/robustness/findings.ts';
import { type CardSources, cardDefense } from '../../spec/robustness/makeCard.ts';
import { useActions } from '../lab.tsx';

interface Examples {
  readonly examples: readonly CardExample[];
  /** Why there are none; the model of a file may not be here. */
  readonly failure: Failure | undefined;
  readonly waiting: boolean;
}

const none: Examples = { examples: [], failure: undefined, waiting: false };
const wanted = 6;

/** Pictures of the worst images of the main report, attacked again in the background. */
export function useExamples(sources: CardSources, defense: string | undefined): Examples {
  const { craft } = useActions();
  const [main] = sources;
  const about = cardDefense(sources, defense);
  const [state, setState] = useState(none);
  useEffect(() => {
    const subject = { model: main.saved.model.id, defense: about };
    const worst = worstImages(main.report, 0, findingsOf([main], subject), wanted);
    setState({ ...none, waiting: worst !== undefined });
    if (!worst) return undefined;
    const controller = new AbortController();
    const images = worst.outcomes.map(({ image }) => image);
    craft(main.report.spec, { cell: worst.cell, images, trace: false }, controller.signal).then(
      (crafted) => setState({ ...none, examples: examplesOf(worst, crafted) }),
      (cause) => {
        if (!controller.signal.aborted) setState({ ...none, failure: failureOf(cause) });
      },
    );
    return () => controller.abort();
  }, [main, about, craft]);
  return state;
}
