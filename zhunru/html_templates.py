"""各处网页与页面的模板环境：同样的设置。 Environments of templates, all with the same settings."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(package: str) -> Environment:
    """Make an environment for the templates of a package.

    Text is escaped, and a name that is not defined is an error.

    Args:
        package: The package; its folder `templates` holds them.

    Returns:
        The environment.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
