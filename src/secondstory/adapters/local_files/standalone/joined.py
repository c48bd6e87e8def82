"""Joins the checker into the single file that strangers run: the standard library's imports, then the parts in order."""

import ast
from pathlib import Path

_HERE = Path(__file__).parent
_PARTS = ("proofs.py", "places.py", "verify.py")


def single_file() -> bytes:
    """Return `verify.py` as it lies in every bundle and in docs/: one file that imports nothing of ours."""
    plain: set[str] = set()
    taken: dict[str, set[str]] = {}
    bodies: list[str] = []
    opening = ""
    for name in _PARTS:
        text = (_HERE / name).read_text(encoding="utf-8")
        tree = ast.parse(text)
        found = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        for node in found:
            names = {one.name for one in node.names}
            if isinstance(node, ast.ImportFrom):
                taken.setdefault(node.module or "", set()).update(names)
            else:
                plain |= names
        bodies.append("\n".join(text.splitlines()[found[-1].end_lineno or 0 :]).strip("\n"))
        opening = f'"""{ast.get_docstring(tree, clean=False)}"""'
    future = [f"from __future__ import {name}" for name in taken.pop("__future__")]
    ours = [module for module in taken if module.startswith("secondstory")]
    lines = [f"import {name}" for name in sorted(plain)]
    lines += [
        f"from {module} import {', '.join(sorted(taken[module]))}" for module in sorted({*taken} - {*ours})
    ]
    return "\n\n".join([opening, *future, "\n".join(lines), *(f"\n{one}" for one in bodies)]).encode() + b"\n"
