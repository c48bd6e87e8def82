"""Texts and files that would run in a reader's browser if a page ever let them: ours, made from parts."""

from dataclasses import dataclass

RUN = "top.ran=(top.ran||0)+1"

BREAKS = ("", '">', "'>", "</textarea>", "</title>", "-->", "]]>", "</td></table>", "{{", "`")
"""What a text may begin with to get out of the place it stands in."""

VECTORS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f'<iframe srcdoc="<script>{RUN}</script>">',
    f"<iframe src=javascript:{RUN}>",
    f"<object data=javascript:{RUN}>",
    f"<a href=javascript:{RUN} autofocus>x</a>",
    f"[x](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f"<base href=javascript:{RUN}//>",
    f"<meta http-equiv=refresh content='0;javascript:{RUN}'>",
    f"<form action=javascript:{RUN}><button autofocus>x",
    f"<body onload={RUN}>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<math><mi xlink:href=javascript:{RUN}>x",
    f"<template><script>{RUN}</script></template>",
    f"<video><source onerror={RUN}></video>",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\x3cscript\x3e{RUN}\x3c/script\x3e\u2028",
    f"'-({RUN})-'",
    f'"onmouseover="{RUN}" x="',
    f"' autofocus onfocus='{RUN}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{{ visit.request.META }}{% include 'x' %}",
    f"<ScRiPt\x0c>{RUN}</sCrIpT>",
    f"<scr<script>ipt>{RUN}</script>",
    f"\u202e<script>{RUN}</script>",
    f"data:text/html,<script>{RUN}</script>",
)

FILES = (
    ("page.html", "<!doctype html>"),
    ("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'>"),
    ("picture.png", ""),
    ("picture.gif", "GIF89a/*"),
    ("picture.webp", "RIFF    WEBP*/"),
    ("paper.pdf", "%PDF-1.4 "),
    ("page.xml", "<?xml version='1.0'?><?xml-stylesheet href='javascript:x'?>"),
    ("code.js", "*/"),
    ("page.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'>"),
    ("text.log", ""),
)
"""Names that say what a file would be, and what its content begins with to be taken for that."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One payload as a text, and as a file."""

    text: str
    file_name: str
    content: bytes


def hostile(count: int) -> list[Hostile]:
    """Return `count` payloads, each another combination of a break, a vector and a kind of file."""
    found = []
    for number in range(count):
        vector = VECTORS[number % len(VECTORS)]
        before = BREAKS[(number // len(VECTORS) + number) % len(BREAKS)]
        name, begin = FILES[number % len(FILES)]
        found.append(
            Hostile(
                text=f"{before}{vector}",
                file_name=f"{number}{vector.replace('/', '')}{name}",
                content=f"{begin}{before}{vector}\n".encode(),
            )
        )
    return found
