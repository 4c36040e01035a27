import { useEffect } from 'react';
import { useActions } from '../lab.tsx';
import { Staged } from '../parts/Staged.tsx';
import { type KeyActions, useKeys } from '../shell/useKeys.ts';
import '../styles/extract.css';
import { ExtractRail } from './ExtractRail.tsx';
import { ExtractResults } from './ExtractResults.tsx';
import './extractTexts.ts';

/** Thieves copy a model through a simulated service, and countermeasures stand in their way. */
export function ExtractPage() {
  const { recallExtracts } = useActions();
  useKeys((key) => actions[key]);
  useEffect(() => void recallExtracts(), [recallExtracts]);
  return (
    <div className="split">
      <Staged>
        <ExtractRail />
        <ExtractResults />
      </Staged>
    </div>
  );
}

const actions: KeyActions = {
  r: (store) => void store.getState().steal(),
  Escape: (store) => store.getState().stopStealing(),
};
