import type { Engine } from '../../workers/engine.ts';
import type { Recipe } from '../../workers/protocol.ts';
import type { OwnShelf } from '../spec/own.ts';
import type { LabStore } from './labStore.ts';
import { recallTraining, trainInto } from './training.ts';
import type { TrainingText } from './trainingDraft.ts';
import type { KeptRun, Vault } from './vault.ts';

interface Given {
  readonly engine: Engine;
  readonly vault: Vault;
  readonly shelf: OwnShelf;
  readonly store: () => LabStore;
}

/** What may happen to the training run. The vault is read once, when the page has its store. */
export function trainingActions({ engine, vault, shelf, store }: Given) {
  let training: ReturnType<typeof trainInto> | undefined;
  queueMicrotask(() => void recallTraining(store(), vault));
  const begin = (recipe: Recipe, from?: KeptRun) => {
    training?.stop();
    training = trainInto({ store: store(), engine, vault, shelf, recipe, from });
  };
  return {
    editTraining: (key: string, value: string | undefined) => {
      const { [key]: _, ...rest } = store().getState().trainingText;
      store().setState({ trainingText: value === undefined ? rest : { ...rest, [key]: value } });
    },
    startTrainingFrom: async (start: string) => {
      const { startedFrom } = await import('./trainingDraft.ts'); // with the cards of all methods
      const { trainingText, own } = store().getState();
      store().setState({ trainingText: startedFrom(trainingText, start, own) });
    },
    loadTraining: (trainingText: TrainingText) => store().setState({ trainingText }),
    train: (recipe: Recipe) => begin(recipe),
    resumeTraining: async () => {
      const from = await vault.run();
      if (from && store().getState().training.kind !== 'running') begin(from.course.recipe, from);
    },
    pauseTraining: (paused: boolean) => training?.pause(paused),
    stopTraining: () => training?.stop(),
    forgetTraining: async () => {
      await vault.forgetRun().catch(() => undefined);
      if (store().getState().training.kind !== 'running') store().setState({ training: { kind: 'idle' } });
    },
    forgetTrained: async (id: string) => {
      store().setState({
        trained: store()
          .getState()
          .trained.filter(({ recipe }) => recipe.id !== id),
      });
      await vault.forgetModel(id).catch(() => undefined);
    },
  };
}
