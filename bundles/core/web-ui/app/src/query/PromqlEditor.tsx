// SPDX-License-Identifier: Apache-2.0
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, lintKeymap, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, placeholder, tooltips } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { PromQLExtension } from "@prometheus-io/codemirror-promql";
import { useEffect, useRef, type ReactElement } from "react";
import { api } from "../app/api";
import { base } from "../app/router";
import { pluginFunctions, type PluginFunction } from "./pluginFunctions";

interface Props {
  readonly value: string;
  readonly placeholder: string;
  /** Where the server found the last executed expression wrong, with its message; null when it did not. */
  readonly fault: Fault | null;
  readonly autoFocus: boolean;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
}

export interface Fault {
  /** Characters from the start. */
  readonly offset: number;
  readonly message: string;
  /** The expression it speaks of; another text is not marked. */
  readonly expr: string;
}

// One for the whole page, so that all panels share what was learnt about metrics and labels.
const promql = new PromQLExtension().setComplete({
  remote: { url: window.location.origin + base.slice(0, -1), httpMethod: "GET" },
});

const ofPlugins = pluginFunctions(
  async () => (await api.get<readonly PluginFunction[]>("functions", { plugin: "true" })).data,
);

const colours = HighlightStyle.define([
  { tag: tags.number, color: "var(--code-number)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.keyword, tags.modifier, tags.function(tags.variableName)], color: "var(--code-keyword)" },
  { tag: tags.labelName, color: "var(--code-label)" },
  { tag: tags.invalid, color: "var(--bad)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

/** The expression field with colours, completion from the server and marks for errors. */
export default function PromqlEditor(props: Props): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const parent = host.current;
    if (parent === null) {
      return undefined;
    }
    const run = (v: EditorView): boolean => {
      latest.current.onRun(v.state.doc.toString());
      return true;
    };
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          highlightSpecialChars(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          syntaxHighlighting(colours),
          promql.asExtension(),
          EditorState.languageData.of(() => [{ autocomplete: ofPlugins }]),
          linter((v) => faultMarks(v, latest.current.fault), { delay: 0 }),
          // Fixed tooltips are not cut off by the panel, whatever its height.
          tooltips({ position: "fixed" }),
          EditorView.lineWrapping,
          placeholder(latest.current.placeholder),
          EditorView.contentAttributes.of({ "aria-label": "PromQL expression" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) {
              latest.current.onChange(update.state.doc.toString());
            }
          }),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap.filter((binding) => binding.key !== "Enter" && binding.key !== "Mod-Enter"),
            ...historyKeymap,
            ...lintKeymap,
          ]),
          // The list of completions takes Enter first; without one, Enter runs the query.
          keymap.of([
            { key: "Mod-Enter", run },
            { key: "Shift-Enter", run: insertNewlineAndIndent },
            { key: "Enter", run },
          ]),
          Prec.highest(keymap.of(completionKeymap)),
        ],
      }),
    });
    view.current = editor;
    if (latest.current.autoFocus) {
      editor.focus();
      editor.dispatch({ selection: { anchor: editor.state.doc.length } });
    }
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null && editor.state.doc.toString() !== props.value) {
      editor.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: props.value },
        selection: { anchor: props.value.length },
      });
    }
  }, [props.value]);

  useEffect(() => {
    if (view.current !== null) {
      forceLinting(view.current);
    }
  }, [props.fault]);

  return <div className="editor" ref={host} />;
}

function faultMarks(view: EditorView, fault: Fault | null): Diagnostic[] {
  const length = view.state.doc.length;
  if (fault === null || length === 0 || view.state.doc.toString() !== fault.expr) {
    return [];
  }
  // A mark needs a character under it: behind the last one it goes under the last one.
  const from = Math.min(fault.offset, length - 1);
  const word = view.state.wordAt(from);
  return [{ from, to: word === null ? from + 1 : word.to, severity: "error", message: fault.message, source: "server" }];
}
