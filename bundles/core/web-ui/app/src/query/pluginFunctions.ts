// SPDX-License-Identifier: Apache-2.0
import type { Completion, CompletionResult, CompletionSource } from "@codemirror/autocomplete";

/** A function of a plug-in, as the API lists it. */
export interface PluginFunction {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  readonly plugin?: string;
}

/** How long a list is taken for what the server has; plug-ins come and go while the page is open. */
const FRESH_MS = 10_000;

/** Returns what the editor offers for a function. */
export function completionOf({ name, signature, description, plugin }: PluginFunction): Completion {
  return {
    label: name,
    apply: `${name}(`,
    type: "function",
    detail: signature.slice(name.length),
    info: `${description}. Outside the standard: of the plug-in ${plugin ?? "unknown"}.`,
  };
}

/**
 * Offers the functions of plug-ins, which the editor's own language does not know.
 *
 * @param ask asks the server for them
 */
export function pluginFunctions(ask: () => Promise<readonly PluginFunction[]>): CompletionSource {
  let known: readonly PluginFunction[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  return async (context): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[a-z_][a-z0-9_]*/);
    if (word === null) {
      return null;
    }
    if (performance.now() - askedAt > FRESH_MS) {
      askedAt = performance.now();
      try {
        known = await ask();
      } catch {
        // A server that has no such list has no such functions.
        known = [];
      }
    }
    return known.length === 0 ? null : { from: word.from, options: known.map(completionOf) };
  };
}
