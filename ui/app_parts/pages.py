"""各页，供导航与链接共用。 The pages, shared by navigation and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class AppPage:
    """A page.

    Attributes:
        url: Its part of the URL, and the name of its file.
        zh: Its name in Chinese.
        en: Its name in English.
        icon: Its icon.
        purpose: What one does there, in Chinese.
    """

    url: str
    zh: str
    en: str
    icon: str
    purpose: str

    @property
    def path(self) -> str:
        """Its file, from the folder of the app."""
        return f"app_pages/{self.url}.py"


HOME: Final = AppPage("home", "首页", "Home", ":material/home:", "这里有什么，能做什么。")
BROWSE: Final = AppPage(
    "browse",
    "浏览",
    "Browse",
    ":material/menu_book:",
    "一项手术归哪一级，谁须符合什么，依据哪一条。",
)
COMPARE: Final = AppPage(
    "compare",
    "比较",
    "Compare",
    ":material/compare_arrows:",
    "同一指标各项技术谁严谁宽，两版改了什么，哪些手术几个专科都有。",
)
QUERY: Final = AppPage(
    "query",
    "查询",
    "Query",
    ":material/manage_search:",
    "挑一个现成的问题，填好条件就有答案；也可自己写。",
)
VALIDATE: Final = AppPage(
    "validate",
    "校验",
    "Validate",
    ":material/fact_check:",
    "上传本院的表格，看缺什么、差多少、依据哪一条。",
)
ELIGIBILITY: Final = AppPage(
    "eligibility",
    "资格",
    "Eligibility",
    ":material/badge:",
    "一名医师能做哪一级，缺什么、差多少、何时够。",
)
WHATIF: Final = AppPage(
    "whatif",
    "模拟",
    "What if",
    ":material/tune:",
    "把门槛调高调低，看谁因此得、谁因此失。",
)
EXPORT: Final = AppPage(
    "export",
    "导出与接口",
    "Export",
    ":material/output:",
    "下载数据与形状，让别的系统来问。",
)
#: 依导航的次序。 In the order of the navigation.
PAGES: Final = (HOME, BROWSE, COMPARE, QUERY, VALIDATE, ELIGIBILITY, WHATIF, EXPORT)
