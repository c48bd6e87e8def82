"""Checks a Second Story bundle, a tiled log or a receipt. One file, Python 3.8 or newer, nothing to install.

    python3 verify.py BUNDLE --key VKEY              a bundle: a folder, or a .zip
    python3 verify.py FOLDER-OR-URL --key VKEY       a whole tiled log
    python3 verify.py FILE.tlog-proof ENTRY --key VKEY
    python3 verify.py BUNDLE --policy FILE           log keys, witnesses and quorum from a policy of your own
    python3 verify.py BUNDLE --fingerprint           the key that lies inside, for comparing aloud

The key comes from somebody you trust, never from what is checked. Ends with 0 verified, 1 altered, 2 missing or
unreadable, 3 verified but not witnessed as the policy asks.
Sources: RFC 8032 section 5.1.7; RFC 8493; RFC 9162 section 2.1; C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-tiles, tlog-proof and tlog-policy; the formats of Second Story itself, docs/formats.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from secondstory.adapters.local_files.standalone.places import (
    Folder,
    Report,
    Web,
    Zip,
    check_bag,
    check_log,
    read,
)
from secondstory.adapters.local_files.standalone.proofs import (
    ALTERED,
    MISSING,
    UNWITNESSED,
    VERIFIED,
    Checkpoint,
    Key,
    Trust,
    hashes_in,
    key_of,
    need,
    open_proof,
    sha,
    unb64,
    verify_consistency,
    verify_inclusion,
)

VERDICTS = {
    ALTERED: "ALTERED. Something does not stand as it was recorded.",
    MISSING: "MISSING. Something that should be here is not, or cannot be read. That accuses nobody.",
    UNWITNESSED: "Verified, and not witnessed as the policy asks.",
    VERIFIED: "Verified.",
}
MOST_SHOWN = 50


class Bundle:
    """One bag of Second Story: entries under a signed checkpoint, and the words behind some of them."""

    def __init__(self, place: Folder | Zip, trust: Trust, report: Report) -> None:
        self.place, self.trust, self.report = place, trust, report
        self.digests = report.tried("the bundle", check_bag, place, report) or {}
        self.entries: dict[int, dict[str, Any]] = {}
        self.opened: dict[tuple[int, str], bytes] = {}
        self.tally = {"present": 0, "erased": 0, "closed": 0}
        self.used = {f"data/{name}" for name in ("README.md", "verify.py", "policy", "log.vkey")}

    def read(self, name: str) -> bytes:
        """Return a file of the payload, which is accounted for from then on."""
        need(f"data/{name}" in self.digests, f"{name} is not here.", MISSING)
        self.used.add(f"data/{name}")
        return read(self.place, f"data/{name}")

    def check(self) -> None:
        """Check everything, in the order in which one thing rests on another."""
        told, report = json.loads(self.read("contents.json").decode("utf-8")), self.report
        newest = self.trust.checkpoint(self.read("checkpoint"))
        if told["whole"]:
            leaves = check_log(self.read, newest.size, newest.root)
        else:
            found = {
                one["index"]: report.tried(f"entry {one['index']}", self._entry, one["index"], newest)
                for one in told["entries"]
            }
            leaves = {index: raw for index, raw in found.items() if raw is not None}
        self.entries = {index: json.loads(raw) for index, raw in leaves.items()}
        for one in told["entries"]:
            report.tried(f"entry {one['index']}", self._words, one["index"], one["parts"])
        for one in told["entries"]:
            for part, state in one["parts"].items():
                report.tried(f"entry {one['index']}, {part}", self._state, one["index"], part, state)
            report.tried(f"entry {one['index']}", self._is_complete, one["index"], one["parts"])
        report.tried("the order of the entries", self._chains)
        self._evidence(told["evidence"])
        self._history(told["history"], newest)
        self._stamps(told.get("timestamps", []), newest)
        loose = [name for name in self.digests if name.startswith("data/") and name not in self.used]
        need(not loose, f"{len(loose)} files lie in it that nothing vouches for: {loose[:3]}")

    def _entry(self, index: int, newest: Checkpoint) -> bytes:
        raw = self.read(f"entries/{index}.json")
        at, path, note = open_proof(self.read(f"proofs/{index}.tlog-proof"))
        checkpoint = self.trust.checkpoint(note)
        need(
            at == index and checkpoint[:2] == newest[:2],
            "Its proof is of another entry, or another checkpoint.",
        )
        verify_inclusion(index, checkpoint.size, sha(b"\0" + raw), path, checkpoint.root)
        return raw

    def _commitment(self, index: int, part: str) -> str:
        kind, _, number = part.partition("-")
        entry = self.entries[index]
        need(
            re.fullmatch("header|(part|evidence)-(0|[1-9][0-9]{0,4})", part),
            f"{part} is no part of an entry.",
        )
        listed = [entry["h"]] if kind == "header" else entry["b"] if kind == "part" else entry.get("e", [])
        need(int(number or 0) < len(listed), f"The entry has no {part}.")
        return str(listed[int(number or 0)])

    def _words(self, index: int, parts: dict[str, str]) -> None:
        """Open what is said to be present: its salt and its words have to give the commitment in the entry."""
        named = [part for part, state in parts.items() if state == "present"]
        words = json.loads(self.read(f"words/{index}.json")) if named else {}
        need(
            sorted(words) == sorted(named),
            "The words that lie here are not those of the parts that are present.",
        )
        for part, said in words.items():
            kind, plain = part.partition("-")[0].encode(), said["text"].encode()
            message = b"secondstory/commit/v1/" + kind + b"\0" + plain
            made = hmac.new(bytes.fromhex(said["salt"]), message, "sha256").digest()
            same = base64.urlsafe_b64encode(made).decode().rstrip("=") == self._commitment(index, part)
            need(same, f"The words of {part} are not the ones that were recorded.")
            self.opened[index, part] = plain
            self.tally["present"] += 1

    def _state(self, index: int, part: str, state: str) -> None:
        """Check that a part is in exactly one of four states."""
        self._commitment(index, part)
        erased = re.fullmatch("erased by entry ([0-9]{1,18})", state)
        need(
            state != "MISSING",
            "MISSING. The record says it was here, and no entry says that it was erased.",
            MISSING,
        )
        need(erased or state in {"present", "closed"}, f"{state} is not a state that a part can be in.")
        if erased:
            self._erased(index, part, int(erased[1]))
        if state != "present":
            self.tally["erased" if erased else "closed"] += 1

    def _erased(self, index: int, part: str, by: int) -> None:
        need(
            (by, "header") in self.opened and (by, "part-0") in self.opened,
            f"Entry {by}, which would say that it was erased, is not opened here.",
            MISSING,
        )
        header, facts = json.loads(self.opened[by, "header"]), json.loads(self.opened[by, "part-0"])
        need(header["kind"].startswith("erasure.carried_out."), f"Entry {by} erases nothing.")
        slots = [f"part-{one['slot']}" for one in facts.get("targets", []) if one["index"] == index]
        own = json.loads(self.opened.get((index, "header"), b"{}")).get("stream", facts["target"])
        need(
            part in slots if facts["scope"] == "part" else own == facts["target"],
            f"Entry {by} erased something else.",
        )

    def _is_complete(self, index: int, parts: dict[str, str]) -> None:
        named = re.findall(rb'\{"\$part":([0-9]+)\}', self.opened.get((index, "part-0"), b""))
        asked = {"header", "part-0", *(f"part-{int(one)}" for one in named)}
        asked |= {f"evidence-{n}" for n in range(len(self.entries[index].get("e", [])))}
        need(asked <= set(parts), f"The bundle says nothing of {sorted(asked - set(parts))}.", MISSING)

    def _chains(self) -> None:
        """Follow each stream: its entries are numbered from 1 and each names the one before it."""
        places: dict[tuple[str, int], int] = {}
        for (index, part), plain in sorted(self.opened.items()):
            if part == "header":
                header = json.loads(plain)
                stream, seq, before = header["stream"], header["seq"], header["previous"]
                need(
                    places.setdefault((stream, seq), index) == index,
                    f"Entry {index} repeats a number of {stream}.",
                )
                known = before in self.entries and places.get((stream, seq - 1), before) == before
                need(
                    seq == 1 or known,
                    f"Entry {before}, which stands before entry {index}, is left out.",
                    MISSING,
                )

    def _evidence(self, items: list[dict[str, Any]]) -> None:
        shown = {(one["index"], one["part"]): one for one in items}
        for (index, part), plain in self.opened.items():
            if part.startswith("evidence-"):
                self.report.tried(
                    f"evidence of entry {index}", self._item, plain, shown.get((index, part), {})
                )

    def _item(self, manifest: bytes, item: dict[str, Any]) -> None:
        need(
            item.get("state") != "MISSING" and item,
            "MISSING. Its bytes were sealed, and are not here.",
            MISSING,
        )
        erased = re.fullmatch("erased by entry ([0-9]{1,18})", item["state"])
        if item["state"] == "present":
            name, told = f"data/{item['file']}", json.loads(manifest)
            self.used.add(name)
            same = self.digests.get(name) == (told["plaintext"], told["length"])
            need(same, f"{item['file']} is not what was sealed.")
        elif erased:
            self._erased(item["index"], item["part"], int(erased[1]))
        else:
            need(item["state"] == "closed", f"{item['state']} is not a state that evidence can be in.")

    def _history(self, sizes: list[int], newest: Checkpoint) -> None:
        witnessed = [newest]
        inside = self.report.tried("log.vkey", self._inside) or []
        for size in sizes:
            kept = self.report.tried(f"the checkpoint of {size} entries", self._kept, size, newest, inside)
            witnessed += [kept] if kept else []
        quorum = self.trust.quorum
        best = max([one.size for one in witnessed if self.trust.is_witnessed(one.witnesses, quorum)] or [0])
        later = [index for index in self.entries if index >= best]
        if later:
            missing = sorted(set(self.trust.witnesses) - newest.witnesses)
            words = f"{len(later)} entries, from {min(later)} on. Witnesses that have not signed the newest: {missing}"
            self.report.wrong.append((UNWITNESSED, "not witnessed as the policy asks", words))
        elif quorum != "none":
            self.report.proved.append(
                f"Enough witnesses signed a checkpoint of {best} entries, which covers them."
            )
        self._sum(newest, len(sizes))
        older = sum(1 for one in witnessed if not one.is_given)
        if older:
            words = f"Whose the older key is that signed {older} of them: it lies inside alone. To check it too, have it from"
            self.report.open.append(f"{words} somebody you trust: --key OLDER --key NEWEST")

    def _inside(self) -> list[Key]:
        """Return the keys that lie here: older ones may have signed earlier checkpoints, which rest on the newest."""
        return [key_of(one, 1) for one in self.read("log.vkey").decode("utf-8").split("\n") if one]

    def _kept(self, size: int, newest: Checkpoint, inside: Sequence[Key]) -> Checkpoint:
        kept = self.trust.checkpoint(self.read(f"history/{size}"), inside)
        need(kept.size == size, "It covers another number of entries than its name says.")
        path = hashes_in(self.read(f"history/{size}.proof").decode("ascii").split())
        verify_consistency(kept.size, newest.size, kept.root, newest.root, path)
        return kept

    def _stamps(self, sizes: list[int], newest: Checkpoint) -> None:
        """Check that what was stamped is the beginning of this log; the stamps themselves are beyond this file."""
        good = [
            one
            for one in sizes
            if self.report.tried(f"the timestamp over {one} entries", self._stamp, one, newest)
        ]
        if good:
            name = f"data/timestamps/{good[-1]}"
            self.report.proved.append(
                f"{len(good)} stamped checkpoints lead to this one, the last over {good[-1]} entries."
            )
            self.report.open.append(
                "When: whether an authority you trust stamped them, and at which time. With its root certificates, from the"
                f" authority itself: openssl ts -verify -in {name}.tsr -data {name}.checkpoint -CAfile ROOTS.pem"
            )

    def _stamp(self, size: int, newest: Checkpoint) -> bool:
        names = [f"timestamps/{size}.{kind}" for kind in ("checkpoint", "tsr", "proof")]
        self.used.update(f"data/{name}" for name in names)
        note, token, proof = [self.read(name) for name in names]
        told, root = [*note.decode("utf-8").split("\n"), "", ""][1:3]
        need(told == str(size), "It covers another number of entries than its name says.")
        path = hashes_in(proof.decode("ascii").split())
        verify_consistency(size, newest.size, unb64(root), newest.root, path)
        need(hashlib.sha256(note).digest() in token, "What was stamped is not the checkpoint beside it.")
        return True

    def _sum(self, newest: Checkpoint, kept: int) -> None:
        tally = self.tally
        self.report.proved += [
            f"{len(self.entries)} entries stand in the log of {newest.size} that its key signed.",
            f"{tally['present']} parts are, word for word, what was recorded; lawfully erased: {tally['erased']}.",
            f"{kept} earlier checkpoints lead to this one.",
        ]
        closed = (
            f"What {tally['closed']} closed parts say: whoever made the bundle could or would not open them."
        )
        self.report.open += [closed] if tally["closed"] else []
        self.report.open.append(
            "That nothing came after the last entry of each stream, or was left out of the bundle whole."
        )


def check_tiles(place: Folder | Web, trust: Trust, report: Report) -> None:
    """Check a whole tiled log: every entry, every tile, the root."""
    checkpoint = trust.checkpoint(read(place, "checkpoint"))
    check_log(lambda name: read(place, name), checkpoint.size, checkpoint.root)
    report.proved.append(
        f"{checkpoint.size} entries and every tile lead to the root that the log's key signed."
    )
    _witnessed(checkpoint, trust, report)


def check_receipt(proof: str, entry: str, trust: Trust, report: Report) -> None:
    """Check one receipt: that an entry stands where its proof says."""
    index, path, note = open_proof(Path(proof).read_bytes())
    checkpoint = trust.checkpoint(note)
    verify_inclusion(index, checkpoint.size, sha(b"\0" + Path(entry).read_bytes()), path, checkpoint.root)
    report.proved.append(
        f"This is entry {index} of the log of {checkpoint.size} entries that its key signed."
    )
    _witnessed(checkpoint, trust, report)


def _witnessed(checkpoint: Checkpoint, trust: Trust, report: Report) -> None:
    if not trust.is_witnessed(checkpoint.witnesses, trust.quorum):
        missing = sorted(set(trust.witnesses) - checkpoint.witnesses)
        report.wrong.append((UNWITNESSED, "the checkpoint", f"These witnesses have not signed it: {missing}"))
    elif trust.quorum != "none":
        report.proved.append(f"These witnesses signed it too: {sorted(checkpoint.witnesses)}")


def place_of(target: str) -> Folder | Zip | Web:
    """Return where the bytes lie that `target` names."""
    if target.startswith(("http://", "https://")):
        return Web(target)
    path = Path(target)
    need(path.exists(), f"There is no {target}.", MISSING)
    return Folder(path) if path.is_dir() else Zip(path)


def check(options: argparse.Namespace, report: Report) -> None:
    """Check what was asked for."""
    policy = Path(options.policy).read_text("utf-8") if options.policy else None
    trust = Trust(options.key, policy)
    if options.entry:
        check_receipt(options.target, options.entry, trust, report)
        return
    place = place_of(options.target)
    if isinstance(place, Zip) or (isinstance(place, Folder) and (place.root / "bagit.txt").exists()):
        bundle = Bundle(place, trust, report)
        if bundle.digests:
            report.tried("the bundle", bundle.check)
    else:
        check_tiles(place, trust, report)


def fingerprint(options: argparse.Namespace, report: Report) -> None:
    """Say which key lies inside, so that two people can compare it aloud."""
    place = place_of(options.target)
    inside = "log.vkey" if isinstance(place, Web) or "bagit.txt" not in place.names() else "data/log.vkey"
    # A tiled log names every key that ever signed, one a line; the newest is the last.
    vkey = read(place, inside).decode("utf-8").strip().split("\n")[-1]
    digest = hashlib.sha256(vkey.encode()).hexdigest()
    report.open += [
        "The key inside, which proves nothing until somebody you trust reads you the same:",
        f"  {vkey}",
        f"  {' '.join(re.findall('....', digest))}",
        "Then: python3 verify.py BUNDLE --key VKEY",
    ]


def shown(report: Report, code: int) -> str:
    """Return the report in words, with nothing in it that could command a terminal."""
    lines = [VERDICTS[code]] if report.wrong or report.proved else []
    lines += [""] if report.wrong else []
    lines += [f"  {where}: {words}" for _, where, words in report.wrong[:MOST_SHOWN]]
    lines += [f"  and {len(report.wrong) - MOST_SHOWN} more"] if len(report.wrong) > MOST_SHOWN else []
    lines += ["", "Proved:", *(f"  {one}" for one in report.proved)] if report.proved else []
    lines += ["", "Not proved:", *(f"  {one}" for one in report.open)] if report.open else []
    lines = lines[1:] if lines[:1] == [""] else lines
    return "\n".join("".join(one if one.isprintable() else "?" for one in line) for line in lines)


def main(words: Sequence[str] | None = None) -> int:
    """Check what the command line names and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", help="a bundle, a tiled log (folder or address), or a .tlog-proof")
    parser.add_argument("entry", nargs="?", help="the bytes of the entry, with a .tlog-proof")
    parser.add_argument(
        "--key",
        metavar="VKEY",
        action="append",
        help="the log's verifier key, from somebody you trust; again for one that it had before",
    )
    parser.add_argument("--policy", metavar="FILE", help="a tlog-policy of your own: logs, witnesses, quorum")
    parser.add_argument(
        "--fingerprint", action="store_true", help="say which key lies inside, and check nothing"
    )
    options, report = parser.parse_args(words), Report()
    if options.fingerprint:
        report.tried(options.target, fingerprint, options, report)
        code = MISSING
    elif options.key or options.policy:
        report.tried(options.target, check, options, report)
        found = {one[0] for one in report.wrong}
        code = next(one for one in VERDICTS if one in found or one == VERIFIED)
    else:
        report.open.append(
            "Anything: a key that lies inside proves nothing. Give --key VKEY or --policy FILE."
        )
        code = MISSING
    sys.stdout.write(shown(report, code).encode("ascii", "backslashreplace").decode() + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
