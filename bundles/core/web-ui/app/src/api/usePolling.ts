// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "react";
import { ApiError, isAbort, messageOf } from "./client";

/** What is known of something that is asked again and again. */
export interface Polled<T> {
  /** The last answer; kept while later calls fail. */
  readonly data: T | null;
  /** Why the last call failed, or null when it did not. */
  readonly error: ApiError | null;
  /** When the last answer came, in milliseconds since 1970; 0 before the first. */
  readonly updatedAt: number;
}

/**
 * Asks at once and then every `everyMs` after the last answer, while the page is visible. A page that becomes visible
 * again asks at once.
 *
 * @param ask must be stable (`useCallback`); another function starts over
 * @param everyMs milliseconds between an answer and the next question; 0 asks only once
 */
export function usePolling<T>(ask: (signal: AbortSignal) => Promise<T>, everyMs: number): Polled<T> {
  const [polled, setPolled] = useState<Polled<T>>({ data: null, error: null, updatedAt: 0 });
  const asked = useRef(ask);

  useEffect(() => {
    const abort = new AbortController();
    let timer: number | undefined;
    let busy = false;
    if (asked.current !== ask) {
      asked.current = ask;
      setPolled({ data: null, error: null, updatedAt: 0 });
    }

    const poll = async (): Promise<void> => {
      window.clearTimeout(timer);
      if (busy || document.hidden) {
        return;
      }
      busy = true;
      try {
        const data = await ask(abort.signal);
        setPolled({ data, error: null, updatedAt: Date.now() });
      } catch (cause) {
        if (isAbort(cause)) {
          return;
        }
        const error = cause instanceof ApiError ? cause : new ApiError("format", messageOf(cause), 0);
        setPolled((before) => ({ ...before, error }));
      } finally {
        busy = false;
      }
      if (everyMs > 0 && !abort.signal.aborted) {
        timer = window.setTimeout(() => void poll(), everyMs);
      }
    };

    const onVisible = (): void => {
      if (!document.hidden) {
        void poll();
      }
    };
    document.addEventListener("visibilitychange", onVisible);
    void poll();
    return () => {
      abort.abort();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [ask, everyMs]);

  return polled;
}
