// SPDX-License-Identifier: Apache-2.0
import { Component, type ReactNode } from "react";
import { messageOf } from "../api/client";
import { Notice } from "./Notice";

interface Props {
  readonly what: string;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | null;
}

/** Keeps a failure of one part of the page from taking the rest with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(cause: unknown): State {
    return { message: messageOf(cause) };
  }

  override render(): ReactNode {
    if (this.state.message === null) {
      return this.props.children;
    }
    return (
      <Notice tone="error" title={`${this.props.what} could not be shown.`}>
        <p>{this.state.message}</p>
        {/* After an update of the server, parts that this page was to load later have new names. */}
        <button type="button" className="button small" onClick={() => window.location.reload()}>
          Reload the page
        </button>
      </Notice>
    );
  }
}
