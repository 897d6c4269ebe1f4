import { Component, type ReactNode } from 'react';
import { Splash } from './Splash';

interface Props {
  children: ReactNode;
}

/** Catches what a part of the page cannot be drawn for, mostly a script that is not there any more since the server was upgraded. Reading the page anew helps. */
export class Boundary extends Component<Props, { cause: unknown }> {
  override state = { cause: undefined };

  static getDerivedStateFromError(cause: unknown) {
    return { cause };
  }

  override render() {
    return this.state.cause === undefined ? this.props.children : <Splash cause={this.state.cause} onRetry={() => window.location.reload()} />;
  }
}
