import { modelIn } from './draft.ts';
import type { LabStore } from './labStore.ts';
import {
  drawnImage,
  editSpecimenText,
  imagesIn,
  measuringText,
  type Specimen,
  type SpecimenState,
  specimenReading,
} from './specimen.ts';

export interface SpecimenActions {
  /** Changes one key of the attack on the Inspect page; undefined returns it to its default. */
  editSpecimen(key: string, value: string | undefined): void;
  /** Takes another image; positions beyond the set are brought back into it. */
  chooseImage(image: number): void;
  drawImage(): void;
  /** Shows an image and its attack on the Inspect page. */
  openSpecimen(specimen: Specimen): void;
  /** Runs the attack of the Inspect page on many images, on the Evaluate page. */
  measureSpecimen(count: number): void;
}

type Access = { readonly set: LabStore['setState']; readonly get: LabStore['getState'] };

export function specimenActions({ set, get }: Access): SpecimenActions {
  const change = (part: Partial<SpecimenState>) => set({ specimen: { ...get().specimen, ...part } });
  return {
    editSpecimen: (key, value) => {
      const { draft, specimen } = get();
      change({ text: editSpecimenText(modelIn(draft), specimen.text, key, value) });
    },
    chooseImage: (image) => change({ image: Math.max(0, Math.min(imagesIn(get()) - 1, Math.round(image))) }),
    drawImage: () => {
      const draw = get().specimen.draw + 1;
      change({ draw, image: drawnImage(get(), draw) });
    },
    openSpecimen: ({ image, text }) => {
      change({ image, text });
      set({ page: 'inspect', inspected: undefined, panel: undefined, linkProblems: [] });
    },
    measureSpecimen: (count) => {
      const reading = specimenReading(get());
      if (reading.kind === 'invalid') return;
      const { spec } = reading;
      get().load(measuringText(spec, Math.min(count, imagesIn(get()))));
      set({ page: 'evaluate', epsilon: spec.epsilons[0] });
      get().start();
    },
  };
}
