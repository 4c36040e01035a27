interface FindingProps {
  /** What the sentence is about. */
  readonly kicker: string;
  readonly text: string;
  /** Said aloud when it changes; nothing where that happens several times a second. */
  readonly spoken?: string;
}

/** The page in one sentence. */
export function Finding({ kicker, text, spoken }: FindingProps) {
  return (
    <section aria-labelledby="finding">
      <p className="kicker">{kicker}</p>
      <h1 className="finding" id="finding">
        {text}
      </h1>
      {spoken !== undefined && (
        <p className="sr" role="status">
          {spoken}
        </p>
      )}
    </section>
  );
}
