// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";
import type { ApiError } from "../api/client";
import { Notice, type Tone } from "../ui/Notice";
import { locate } from "./errorPosition";

const ERROR_TITLES: Readonly<Record<string, string>> = {
  bad_data: "The query is not valid.",
  execution: "The query failed.",
  timeout: "The query took too long.",
  canceled: "The query was cancelled.",
  unavailable: "The server is not ready.",
};

/** Why a query brought no result, with the place in the expression when the server tells it. */
export function QueryError({ error, expr }: { readonly error: ApiError; readonly expr: string }): ReactElement {
  const title = error.missing ? "This server cannot answer queries." : ERROR_TITLES[error.errorType];
  return <Message tone="error" title={title ?? "The query failed."} message={error.message} expr={expr} />;
}

interface AnnotationsProps {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  readonly expr: string;
}

/** What the server remarked about a query that it answered. */
export function Annotations({ warnings, infos, expr }: AnnotationsProps): ReactElement {
  return (
    <>
      {warnings.map((message) => (
        <Message key={`w${message}`} tone="warning" message={message} expr={expr} />
      ))}
      {infos.map((message) => (
        <Message key={`i${message}`} tone="info" message={message} expr={expr} />
      ))}
    </>
  );
}

interface MessageProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly message: string;
  readonly expr: string;
}

function Message({ tone, title, message, expr }: MessageProps): ReactElement {
  const { text, position, source } = locate(message, expr);
  return (
    <Notice tone={tone} {...(title === undefined ? {} : { title })}>
      <p>
        {text}
        {position !== null && (
          <span className="muted">
            {" "}
            (line {position.line}, column {position.column})
          </span>
        )}
      </p>
      {position !== null && (
        <pre className="code-frame" aria-hidden="true">
          {source}
          {"\n"}
          {source.slice(0, position.column - 1).replace(/[^\t]/g, " ")}
          <span className="caret">^</span>
        </pre>
      )}
    </Notice>
  );
}
