import { Component, type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useVoice } from '../lab.tsx';
import { LinkButton } from './LinkButton.tsx';
import { Note } from './Note.tsx';

/**
 * A part of the page that is fetched when it is first shown, with `meanwhile` in its place. When it cannot be had, a note stands in its place and the
 * rest of the page goes on.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile?: ReactNode,
): ComponentType<Props> {
  const Part: ComponentType<Props> = lazy(async () => ({ default: await load() }));
  return function Lazily(props: Props) {
    return (
      <Boundary>
        <Suspense fallback={meanwhile}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    );
  };
}

interface BoundaryProps {
  readonly children: ReactNode;
}

/** React knows such a place only as a class. */
class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Missing /> : this.props.children;
  }
}

function Missing() {
  const { say } = useVoice();
  const reload = <LinkButton onPress={() => window.location.reload()}>{say('part.reload')}</LinkButton>;
  return (
    <Note tone="danger" urgent action={reload}>
      <b>{say('part.missing')}</b> {say('part.remedy')}
    </Note>
  );
}
