// SPARQL 编辑框：CodeMirror 6，作为 Streamlit 的组件。 The SPARQL editor, a Streamlit component.
//
// Python 给 data：text 与 revision（变了才换正文）、saved（网址所记的正文）、error（行、列、原因）、
// words（界面的词）。回给 Python：状态 text（停笔或离开时），触发 run（Ctrl+Enter）。
// In: text and revision (the text is replaced only when that changes), saved (the text that the URL
// leads back to), error, words. Out: the state `text` (after a pause, or on leaving), the trigger
// `run` (Ctrl+Enter). What is written but not yet run survives a reload in the tab's own storage.

import {
  autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";

import { completions } from "./completions.js";
import { CHINESE } from "./phrases.js";
import { look } from "./look.js";

const PAUSE = 600;
const DRAFT = "zhunru.query";
const editors = new WeakMap();

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const host = parentElement.querySelector(".zr-sparql");
  const first = !editors.has(host);
  const editor = editors.get(host) ?? opened(host, data);
  editor.saved = data.saved;
  editor.send = setStateValue;
  editor.run = setTriggerValue;
  // 刚找回的草稿马上告诉 Python，免得运行的是旧的。 Tell at once, lest the old text is run.
  if (first) tell(editor);
  if (data.revision !== editor.revision) replace(editor, data);
  if (JSON.stringify(data.error) !== editor.error) mark(editor, data.error);
  return () => leave(host, editor);
}

function opened(host, data) {
  const editor = { revision: data.revision, error: "null", sent: data.text, saved: data.saved };
  const doc = draft(data) ?? data.text;
  editor.view = new EditorView({
    parent: host,
    root: host.getRootNode(),
    state: EditorState.create({ doc, extensions: extensions(editor, data.words) }),
  });
  editors.set(host, editor);
  return editor;
}

function extensions(editor, words) {
  return [
    lineNumbers(), highlightActiveLineGutter(), lintGutter(), history(), drawSelection(),
    bracketMatching(), closeBrackets(), highlightActiveLine(), EditorView.lineWrapping,
    sparql(), look,
    autocompletion({ override: [completions], icons: false, maxRenderedOptions: 60 }),
    words.chinese ? EditorState.phrases.of(CHINESE) : [],
    EditorView.contentAttributes.of({ "aria-label": words.name, "aria-description": words.hint }),
    keymap.of([
      { key: "Mod-Enter", preventDefault: true, run: () => submit(editor) },
      ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap,
      // Esc 之后的 Tab 离开编辑框（CodeMirror 自带）。 Tab after Esc leaves (built into CodeMirror).
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      keep(editor);
      later(editor);
    }),
    EditorView.domEventHandlers({ blur: () => tell(editor) }),
  ];
}

// 刚载入的页面只知道网址所记的；同一处的草稿更新。 A page just loaded knows the URL's text only.
function draft({ text, saved }) {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  return text === saved && kept?.saved === saved ? kept.text : null;
}

function keep(editor) {
  const text = editor.view.state.doc.toString();
  sessionStorage.setItem(DRAFT, JSON.stringify({ saved: editor.saved, text }));
}

function later(editor) {
  clearTimeout(editor.timer);
  editor.timer = setTimeout(() => tell(editor), PAUSE);
}

function tell(editor) {
  clearTimeout(editor.timer);
  const text = editor.view.state.doc.toString();
  if (text === editor.sent) return;
  editor.sent = text;
  editor.send("text", { text, revision: editor.revision });
}

function submit(editor) {
  closeCompletion(editor.view);
  clearTimeout(editor.timer);
  const text = editor.view.state.doc.toString();
  editor.sent = text;
  editor.run("run", text);
  return true;
}

function replace(editor, data) {
  clearTimeout(editor.timer);
  editor.revision = data.revision;
  editor.sent = data.text;
  const { state } = editor.view;
  editor.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: data.text } });
  clearTimeout(editor.timer);
}

function mark(editor, error) {
  editor.error = JSON.stringify(error);
  const { state } = editor.view;
  const marks = error ? [{ ...range(state.doc, error), severity: "error", message: error.reason }] : [];
  editor.view.dispatch(setDiagnostics(state, marks));
}

// 从出错处到词尾；行末则标最后一个字符。 From the trouble to the end of the word.
function range(doc, { line, column }) {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
  const word = /^\S+/.exec(doc.sliceString(from, at.to))?.[0].length ?? 0;
  return word ? { from, to: from + word } : { from: Math.max(at.from, from - 1), to: at.to };
}

// 重画时旧的清理函数也会被叫到：框还在就留着。 Called on redraws, too: keep what is still there.
function leave(host, editor) {
  setTimeout(() => {
    if (host.isConnected) return;
    clearTimeout(editor.timer);
    editor.view.destroy();
    editors.delete(host);
  });
}
