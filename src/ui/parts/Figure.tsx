import { type ReactNode, useId } from 'react';

interface FigureProps {
  readonly number?: string;
  readonly title: string;
  readonly about?: string;
  /** Beside the title. */
  readonly choice?: ReactNode;
  /** What the numbers refer to, and what can be done with them. */
  readonly foot?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Figure({ number, title, about, choice, foot, actions, children }: FigureProps) {
  const id = useId();
  return (
    <figure className="fig" aria-labelledby={id}>
      <div className="fig-head">
        <div>
          <h2 id={id}>
            {number && <span className="fig-no">{number}</span>}
            {title}
          </h2>
          {about && <p className="sub">{about}</p>}
        </div>
        {choice}
      </div>
      <div className="fig-body">{children}</div>
      {(foot || actions) && (
        <div className="fig-foot">
          <span>{foot}</span>
          {actions && <div className="acts">{actions}</div>}
        </div>
      )}
    </figure>
  );
}
