// 把 Streamlit 自带的英文换成中文。 Put Streamlit's built-in English into Chinese.

const WORDS = new Map(Object.entries({
  // 上传 Uploading
  "Upload": "选择文件",
  "Add files": "再加文件",
  "file upload": "上传文件",
  "Drag and drop files here": "把文件拖到这里",
  "Error:": "错误：",
  // 表格 Tables
  "Show/hide columns": "显示或隐藏列",
  "Download as CSV": "下载为 CSV",
  "Search": "搜索",
  "Close Search": "关闭搜索",
  "Type to search": "输入要找的词",
  "Next Result": "下一处",
  "Previous Result": "上一处",
  "Clear selection": "取消选择",
  "Fullscreen": "全屏",
  "Close fullscreen": "退出全屏",
  "Sort ascending": "升序",
  "Sort descending": "降序",
  "Autosize": "自动列宽",
  "Pin column": "固定此列",
  "Unpin column": "取消固定",
  "Hide column": "隐藏此列",
  "Format": "格式",
  "Statistics": "统计",
  "Copy column name": "复制列名",
  "Dataframe column menu": "列的菜单",
  "Loading...": "正在载入……",
  "empty": "空",
  // 选择与输入 Choosing and typing
  "Choose an option": "请选择",
  "Choose options": "请选择",
  "No results": "没有这一项",
  "No options": "没有选项",
  "No options to select": "没有选项",
  "Selectbox options": "选项",
  "Open": "展开",
  "Dismiss": "关闭",
  "Clear value": "清除",
  "Clear entry": "清除",
  "Press Enter to apply": "按 Enter 生效",
  "Press Enter to submit form": "按 Enter 提交",
  "Press Ctrl+Enter to apply": "按 Ctrl+Enter 生效",
  "Press Ctrl+Enter to submit form": "按 Ctrl+Enter 提交",
  "Press ⌘+Enter to submit form": "按 ⌘+Enter 提交",
  "Invalid input.": "输入无效。",
  "Choose date": "选择日期",
  "Previous month": "上个月",
  "Next month": "下个月",
  "Decrement": "减少",
  "Increment": "增加",
  "Copy to clipboard": "复制",
  "Copied": "已复制",
  // 页面 The page
  "Skip to main content": "跳到正文",
  "Sidebar": "侧栏",
  "App pages": "各页",
  "Navigate to home page": "回首页",
  "Collapse sidebar": "收起侧栏",
  "Expand sidebar": "展开侧栏",
  "Open sidebar": "展开侧栏",
  "Close": "关闭",
  "Stop": "停止",
  "Running...": "正在运行……",
  "Connecting": "正在连接",
  "Connection error": "连接中断",
  "Page not found": "没有这一页",
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
    "程序可能已经停止，请在终端里重新启动：",
}));
const PATTERNS = [
  // 图的按钮后面跟着图的说明 Buttons of charts, followed by what the chart shows
  [/^Download as (\w+): (.+)$/s, "下载为 $1：$2"],
  [/^Fullscreen: (.+)$/s, "全屏：$1"],
  [/^Show data: (.+)$/s, "看数据：$1"],
  [/^Show chart: (.+)$/s, "看图：$1"],
  [/^Copy Vega-Lite spec: (.+)$/s, "复制图的定义：$1"],
  [/^(\d+)MB per file/, "每个文件不超过 $1 MB"],
  [/^(.*) files are not allowed\.$/, "不收这种文件（$1）。"],
  [/^File must be (\S+) or smaller\.$/, "文件不得大于 $1。"],
  [/^Number is outside the allowed range\. Please enter a value between (.+) and (.+)\.$/,
    "超出范围，没有采用。请填 $1 到 $2 之间的数。"],
  [/^Number is below the allowed range\. Please enter a value greater than or equal to (.+)\.$/,
    "太小，没有采用。请填不小于 $1 的数。"],
  [/^Number is above the allowed range\. Please enter a value less than or equal to (.+)\.$/,
    "太大，没有采用。请填不大于 $1 的数。"],
  [/^Choose date, (.+)$/, "选择日期，$1"],
  [/^Selected Date: (.+)$/, "已选日期：$1"],
  [/^year, (.+)$/, "$1：年"],
  [/^month, (.+)$/, "$1：月"],
  [/^day, (.+)$/, "$1：日"],
  [/^Remove (.+)$/, "移除 $1"],
  [/^Help for (.+)$/, "$1：说明"],
  [/^(\d+) options? available\.$/, "$1 个选项。"],
  [/^The page that you have requested does not seem to exist\. Running the app's main page\.$/,
    "没有您要的这一页，已回到首页。"],
];
const ATTRIBUTES = ["aria-label", "title", "placeholder"];

const ENGLISH = new Map([...WORDS].map(([english, chinese]) => [chinese, english]));

let english = false;

function translated(text) {
  if (english) return ENGLISH.get(text.trim());
  const word = WORDS.get(text.trim());
  if (word) return word;
  const found = PATTERNS.find(([pattern]) => pattern.test(text.trim()));
  return found ? text.trim().replace(found[0], found[1]) : null;
}

function translate(root) {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = nodes.currentNode; node; node = nodes.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const word = translated(node.data);
      if (word && word !== node.data) node.data = word;
    } else {
      for (const name of ATTRIBUTES) {
        const value = node.getAttribute?.(name);
        const word = value && translated(value);
        if (word && word !== value) node.setAttribute(name, word);
      }
    }
  }
}

export default function ({ data }) {
  english = data === "en";
  document.documentElement.lang = english ? "en" : "zh-CN";
  translate(document.body);
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") translate(change.target.parentNode ?? document.body);
      else if (change.type === "attributes") translate(change.target);
      else change.addedNodes.forEach(translate);
    }
  });
  observer.observe(document.body, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ATTRIBUTES,
  });
  return () => observer.disconnect();
}
