"""各页的文件，供导航与链接共用。 The files of the pages, shared by navigation and links."""

from typing import Final

HOME: Final = "app_pages/home.py"
BROWSE: Final = "app_pages/browse.py"
QUERY: Final = "app_pages/query.py"
VALIDATE: Final = "app_pages/validate.py"
