// CodeMirror 自带的词。 CodeMirror's own words, which screen readers and tooltips say.

export const CHINESE = {
  "Completions": "补全",
  "Diagnostics": "错误",
  "No diagnostics": "没有错误",
  "Control character": "控制字符",
  "Selection deleted": "已删除所选",
  "close": "关闭",
};
