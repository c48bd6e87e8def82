"""Checkpoints on a branch of a git remote: fetched and compared first, added as one commit, pushed without force.

A bare repository of ours keeps what was pushed and what was found there, each under a name of its own, so that a branch
that was rewound or written by somebody else is noticed and both histories stay as evidence.

The durable boundaries, and what a crash after each leaves behind:
1. what the remote holds is fetched: kept under `refs/found/...`;
2. a commit is made here: an object that no name leads to, which git removes in its own time;
3. it is pushed: the remote has it, and the next run finds it there as a descendant of what it knew;
4. its name is kept here under `refs/pushed/...`: what the next run compares with.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from secondstory.kernel.refused import Refused

_WAIT_S = 120
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
_CARRIED = re.compile(r"(?<=://)[^/@\s]*@")
_PLAIN = ("core.hooksPath=/dev/null", "gc.auto=0", "protocol.ext.allow=never", "commit.gpgSign=false")


class RemoteRefused(Refused):
    """The remote holds what this record must not add to, or git could not reach it; nothing there was changed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the branch holds: its newest commit and the checkpoint in it, both None before the first publication."""

    commit: str | None
    checkpoint: bytes | None


def told_without_secrets(remote: str) -> str:
    """Return the address of a remote without the name and password that may stand in it."""
    return _CARRIED.sub("", remote)


class GitRemote:
    """One branch of one remote, and the bare repository in `folder` that remembers it."""

    def __init__(self, folder: Path, remote: str, branch: str) -> None:
        """Raise RemoteRefused for an address or a branch that git would read as something else."""
        if remote.startswith("-") or not remote.strip() or "::" in remote:
            raise RemoteRefused(
                "That is no address of a git repository. Name a folder, an https:// or an ssh address."
            )
        if not _BRANCH.fullmatch(branch) or ".." in branch or branch.endswith((".lock", "/", ".")):
            raise RemoteRefused(f'"{branch}" cannot be the name of a branch. Say one such as checkpoints.')
        self._folder, self._remote, self._branch = folder, remote, branch
        place = hashlib.sha256(f"{remote}\n{branch}".encode()).hexdigest()[:16]
        self._found, self._pushed = f"refs/found/{place}", f"refs/pushed/{place}"
        self.name = f"git {told_without_secrets(remote)} {branch}"

    def look(self) -> Found:
        """Return what the branch holds now.

        Raises RemoteRefused when it was rewound: when it no longer leads back to what was pushed here before.
        """
        if not (self._folder / "HEAD").is_file():
            self._git("init", "--quiet", "--bare", "--", str(self._folder), env={"GIT_DIR": ""})
        known = self._commit_at(self._pushed)
        listed = self._git("ls-remote", "--heads", "--", self._remote, f"refs/heads/{self._branch}")
        if not listed.strip():
            if known is not None:
                raise self._rewound(known, None)
            return Found(None, None)
        wanted = f"+refs/heads/{self._branch}:{self._found}"
        self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", self._remote, wanted)  # 1
        commit = self._commit_at(self._found)
        assert commit is not None
        if known is not None and not self._says("merge-base", "--is-ancestor", known, commit):
            raise self._rewound(known, commit)
        inside = f"{commit}:checkpoint"
        is_there = self._says("cat-file", "-e", inside)
        return Found(commit, self._git("cat-file", "blob", inside) if is_there else None)

    def add(self, found: Found, files: Mapping[str, bytes], *, words: str, at: datetime) -> str:
        """Add one commit with `files` (path to bytes) to what was found, push it, and return its name.

        Raises RemoteRefused when the remote does not take it, such as when somebody else was faster.
        """
        commit = self._commit(found.commit, files, words=words, at=at)  # 2
        self._git("push", "--quiet", "--", self._remote, f"{commit}:refs/heads/{self._branch}")  # 3
        self._git("update-ref", self._pushed, commit)  # 4
        return commit

    def _commit(self, parent: str | None, files: Mapping[str, bytes], *, words: str, at: datetime) -> str:
        with tempfile.TemporaryDirectory(prefix="index-", dir=self._folder) as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            if parent is not None:
                self._git("read-tree", parent, env=index)
            for path, data in files.items():
                blob = self._git("hash-object", "-w", "--stdin", given=data).decode().strip()
                self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", env=index)
            tree = self._git("write-tree", env=index).decode().strip()
        day = f"{int(at.timestamp())} +0000"
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Second Story"), ("EMAIL", "checkpoints@localhost"), ("DATE", day))
        }
        after = ["-p", parent] if parent is not None else []
        made = self._git("commit-tree", tree, *after, given=words.encode(), env=who)
        return made.decode().strip()

    def _rewound(self, known: str, found: str | None) -> RemoteRefused:
        holds = f"leads to {found[:12]}" if found else "is gone"
        kept = f" and {self._found}" if found else ""
        return RemoteRefused(
            f"The branch {self._branch} {holds}, which does not lead back to {known[:12]}, pushed from here before: it was"
            f" rewound or replaced. Nothing was pushed. What is known of both is kept in {self._folder} as {self._pushed}"
            f"{kept}. Ask whoever looks after the remote, and protect the branch against forced pushes;"
            " --branch begins another one meanwhile.",
            code="remote-rewound",
        )

    def _commit_at(self, name: str) -> str | None:
        if not self._says("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
            return None
        return self._git("rev-parse", "--verify", f"{name}^{{commit}}").decode().strip()

    def _says(self, *words: str) -> bool:
        return self._run(words, b"", {}).returncode == 0

    def _git(self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        done = self._run(words, given, env or {})
        if done.returncode != 0:
            said = (
                _CARRIED.sub("", done.stderr.decode("utf-8", "replace")).strip() or f"code {done.returncode}"
            )
            if "rejected" in said or "non-fast-forward" in said:
                raise RemoteRefused(
                    f"The remote did not take it: somebody else pushed to {self._branch} meanwhile, or the branch is"
                    f" protected. Nothing was forced. Run it again to look at what is there now. Git said: {said}",
                    code="push-rejected",
                )
            raise RemoteRefused(
                f"Git could not do its part ({words[0]}), and nothing was recorded as published. Git said: {said}",
                code="git-trouble",
            )
        return done.stdout

    def _run(
        self, words: tuple[str, ...], given: bytes, env: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        plain = [word for setting in _PLAIN for word in ("-c", setting)]
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT
        }
        kept |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_DIR": str(self._folder), **env}
        kept = {name: value for name, value in kept.items() if value or name != "GIT_DIR"}
        try:
            return subprocess.run(
                ["git", *plain, *words],
                env=kept,
                input=given,
                capture_output=True,
                timeout=_WAIT_S,
                check=False,
            )
        except FileNotFoundError as missing:
            raise RemoteRefused("Publishing to git needs the program git, and it was not found.") from missing
        except subprocess.TimeoutExpired as late:
            raise RemoteRefused(
                f"The remote did not answer within {_WAIT_S} seconds. Nothing was recorded as published; run it again.",
                code="git-trouble",
            ) from late


_KEPT = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"})
"""What says how to reach a remote; everything else in the environment that steers git stays out."""
