import { Component, type ReactNode } from 'react';
import { NotLoaded } from './lazyPart';
import { retry } from './retry';

interface Props {
  children: ReactNode;
  /** What stands in the place of what could not be drawn; `again` tries once more. */
  instead: (cause: unknown, again: () => void) => ReactNode;
  onFail?: (cause: unknown) => void;
}

/** Keeps what cannot be drawn, mostly since its script did not come, from taking what is around it away. */
export class Boundary extends Component<Props, { cause: unknown }> {
  override state = { cause: undefined };

  static getDerivedStateFromError(cause: unknown) {
    return { cause };
  }

  override componentDidCatch(cause: unknown) {
    // Nothing draws it any more: whoever draws it next asks for the script anew.
    if (cause instanceof NotLoaded) cause.forget();
    this.props.onFail?.(cause);
  }

  override render() {
    return this.state.cause === undefined ? this.props.children : this.props.instead(this.state.cause, this.again);
  }

  private readonly again = () => retry(this.state.cause, () => this.setState({ cause: undefined }));
}
