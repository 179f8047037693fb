"""A hook of MkDocs: links to files outside of `docs/`, which the site does not have.

A link to code becomes the path in words; a picture is taken into the site.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<path>[^)#:\s]+)(?P<anchor>#[^)]*)?\)")
# What the site has in another place than the repository.
PAGES = {"README.md": "index.md", "README.zh-CN.md": "zh/index.md"}


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page's text with every link that leaves `docs/` replaced."""
    folder = posixpath.dirname(page.file.src_uri)

    def inside(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join("docs", folder, found["path"]))
        if target.startswith("docs/") and not target.endswith((".py", ".toml", ".json")):
            return found[0]
        if not (ROOT / target).exists():
            raise ValueError(f"{page.file.src_uri}: there is no {target}")
        if found["picture"]:
            return f"![{found['text']}]({_picture(target, folder, config, files)})"
        if target in PAGES:
            return f"[{found['text']}]({posixpath.relpath(PAGES[target], folder or '.')})"
        return _in_words(found["text"], target)

    return LINK.sub(inside, markdown)


def _in_words(text: str, target: str) -> str:
    """`text`, and the path where it is not the text already."""
    name = posixpath.basename(target)
    if name in text or target in text:
        return text if text.startswith("`") else f"`{target}`"
    return f"{text} (`{target}`)"


def _picture(target: str, folder: str, config: MkDocsConfig, files: Files) -> str:
    """The place in the site of a picture outside of `docs/`, as seen from `folder`."""
    place = f"pictures/{posixpath.basename(target)}"
    if files.get_file_from_path(place) is None:
        files.append(File.generated(config, place, abs_src_path=str(ROOT / target)))
    return posixpath.relpath(place, folder or ".")
