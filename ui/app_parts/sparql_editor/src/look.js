// 明暗两套颜色，随应用的主题。 Colours for light and dark, following the theme of the app.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const both = (light, dark) => `light-dark(${light}, ${dark})`;
const LINE = "color-mix(in srgb, currentColor 22%, transparent)";
const SOFT = "color-mix(in srgb, currentColor 7%, transparent)";
const DIM = "color-mix(in srgb, currentColor 68%, transparent)";
const ACCENT = both("#1b5e72", "#8accdc");
const PAPER = both("#ffffff", "#1f272f");

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: both("#7a2e8e", "#d7a6e8"), fontWeight: "600" },
  { tag: tags.comment, color: both("#5c6670", "#9aa7b3"), fontStyle: "italic" },
  { tag: tags.variableName, color: both("#0b5c8a", "#7cc4f2") },
  { tag: tags.string, color: both("#a1341f", "#f2a48f") },
  { tag: [tags.integer, tags.float, tags.bool], color: both("#7a4706", "#f0c07a") },
  { tag: [tags.namespace, tags.url, tags.typeName], color: both("#0a5f44", "#7fd8b4") },
]);

const theme = EditorView.theme({
  "&": {
    color: "inherit", backgroundColor: PAPER, border: `1px solid ${LINE}`, borderRadius: "6px",
    fontSize: "14px",
  },
  "&.cm-focused": { outline: `2px solid ${ACCENT}`, outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--st-code-font, ui-monospace, monospace)", lineHeight: "1.6",
    minHeight: "15rem", maxHeight: "32rem", overflow: "auto",
  },
  ".cm-content": { caretColor: "currentColor" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
  ".cm-gutters": {
    backgroundColor: "transparent", color: DIM, border: "none", borderRight: `1px solid ${LINE}`,
  },
  ".cm-activeLine": { backgroundColor: SOFT },
  ".cm-activeLineGutter": { backgroundColor: SOFT },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: both("#cfe3ea", "#2f4f5c"),
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: both("#d9efe2", "#24483a"), outline: `1px solid ${ACCENT}`,
  },
  ".cm-tooltip": {
    color: both("#1d2730", "#e3e8ec"), backgroundColor: PAPER, border: `1px solid ${LINE}`,
    borderRadius: "4px", maxWidth: "min(90vw, 40rem)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--st-code-font, ui-monospace, monospace)", maxHeight: "16rem",
    maxWidth: "min(90vw, 40rem)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: both("#1b5e72", "#2c6b7d"), color: "#ffffff",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85", marginLeft: "1em" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", borderLeftColor: both("#b42318", "#f4877d") },
});

export const look = [theme, syntaxHighlighting(colours)];
