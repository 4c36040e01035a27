import { useVoice } from '../lab.tsx';
import { LabDialog } from './LabDialog.tsx';
import { Scroll } from './Scroll.tsx';

interface NumbersDialogProps {
  readonly title: string;
  readonly caption: string;
  /** The first row names the columns, the first entry of the others the row. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The numbers behind a figure. */
export function NumbersDialog({ title, caption, rows, isOpen, onClose }: NumbersDialogProps) {
  return (
    <LabDialog title={title} isOpen={isOpen} onClose={onClose} width="wide">
      {isOpen && <Numbers title={title} caption={caption} rows={rows} />}
    </LabDialog>
  );
}

function Numbers({ title, caption, rows }: Pick<NumbersDialogProps, 'title' | 'caption' | 'rows'>) {
  const { say } = useVoice();
  const [head = [], ...body] = rows;
  return (
    <Scroll aria-label={say('figure.numbersOf', { title })}>
      <table className="data">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change places
              <th key={i} scope="col" className="n">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map(([name, ...values], i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change places
            <tr key={i}>
              <th scope="row" className="n">
                {name}
              </th>
              {values.map((value, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change places
                <td key={j} className="n">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
