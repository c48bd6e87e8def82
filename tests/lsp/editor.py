"""A small editor for tests: it starts the real server, and speaks the protocol with it over standard input and output."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
PATIENCE_S = 15


class Editor:
    """One conversation. Requests from the server are answered with None unless `answers` has something for them."""

    def __init__(self, folder=None, capabilities=None, options=None, answers=None, begin=True):
        self.answers = answers or {}
        self.asked = []
        self._told = queue.Queue()
        self._later = []
        self._turn = 0
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondstory", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            cwd=folder,
        )
        self.errors = []
        for listen in (self._listen, self._listen_to_errors):
            threading.Thread(target=listen, daemon=True).start()
        if begin:
            self.folder = folder.as_uri() if folder else None
            self.server = self.ask(
                "initialize",
                {
                    "processId": os.getpid(),
                    "rootUri": self.folder,
                    "capabilities": capabilities or {},
                    "initializationOptions": options,
                },
            )
            self.tell("initialized", {})

    # --- speaking ---

    def raw(self, body: bytes):
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method, params=None):
        self.raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def begin_asking(self, method, params=None):
        self._turn += 1
        message = {"jsonrpc": "2.0", "id": self._turn, "method": method, "params": params}
        self.raw(json.dumps(message).encode())
        return self._turn

    def ask(self, method, params=None):
        answer = self.answer_to(self.begin_asking(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def answer_to(self, number):
        return self.wait_for(lambda one: one.get("id") == number and "method" not in one)

    # --- documents ---

    def open(self, uri, text, language="markdown", version=1):
        document = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def type(self, uri, version, *changes):
        """Each change is a whole text, or (line, character, end line, end character, words)."""
        events = [
            {"text": one} if isinstance(one, str) else {"range": place(*one[:4]), "text": one[4]}
            for one in changes
        ]
        identified = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", {"textDocument": identified, "contentChanges": events})

    def close(self, uri):
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def diagnostics(self, uri, version=None):
        """Return what is published next about `uri`, of this version if one is named."""
        told = self.wait_for(
            lambda one: (
                one.get("method") == "textDocument/publishDiagnostics"
                and one["params"]["uri"] == uri
                and (version is None or one["params"].get("version") == version)
            )
        )
        return told["params"]["diagnostics"]

    def hover(self, uri, line, character):
        at = {"line": line, "character": character}
        return self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})

    def actions(self, uri, range_, shown=(), only=None):
        context = {"diagnostics": list(shown), **({"only": only} if only else {})}
        asked = {"textDocument": {"uri": uri}, "range": range_, "context": context}
        return self.ask("textDocument/codeAction", asked)

    # --- ending ---

    def leave(self):
        """Say goodbye as the protocol wants it; return the exit code."""
        self.ask("shutdown")
        self.tell("exit")
        return self.process.wait(PATIENCE_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(PATIENCE_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    # --- listening ---

    def wait_for(self, wanted, patience_s=PATIENCE_S):
        for turn, one in enumerate(self._later):
            if wanted(one):
                return self._later.pop(turn)
        while True:
            one = self._told.get(timeout=patience_s)
            if wanted(one):
                return one
            self._later.append(one)

    def nothing_more(self, quiet_s=0.3):
        """Return whether nothing else is said for a while."""
        try:
            self._later.append(self._told.get(timeout=quiet_s))
        except queue.Empty:
            return not self._later
        return False

    def _listen(self):
        stream = self.process.stdout
        try:
            while header := stream.readline():
                assert header.lower().startswith(b"content-length:"), header
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._heard(json.loads(stream.read(length)))
        except ValueError:
            return

    def _heard(self, message):
        if "method" in message and "id" in message:
            self.asked.append(message)
            result = self.answers.get(message["method"])
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
            self.raw(json.dumps(answer).encode())
        self._told.put(message)

    def _listen_to_errors(self):
        try:
            self.errors.extend(self.process.stderr)
        except ValueError:
            return


def place(line, character, end_line, end_character):
    return {
        "start": {"line": line, "character": character},
        "end": {"line": end_line, "character": end_character},
    }


def applied(text, edits):
    """Return `text` after edits, counted in UTF-16 as editors do; written apart from the server on purpose."""
    for edit in sorted(edits, key=lambda one: at(one["range"]["start"]), reverse=True):
        start, end = (unit_offset(text, edit["range"][side]) for side in ("start", "end"))
        wide = text.encode("utf-16-le")
        text = (wide[: start * 2] + edit["newText"].encode("utf-16-le") + wide[end * 2 :]).decode("utf-16-le")
    return text


def at(position):
    return position["line"], position["character"]


def unit_offset(text, position):
    lines = text.replace("\r\n", "\n\0").replace("\r", "\n").split("\n")
    # A \0 stands for the second half of \r\n: it belongs to the line end, not to the next line.
    before = lines[: position["line"]]
    skipped = sum(len(one.encode("utf-16-le")) // 2 + 1 for one in before)
    begins = 1 if lines[position["line"]].startswith("\0") else 0
    return skipped + begins + position["character"]


def words_at(text, range_):
    wide = text.encode("utf-16-le")
    start, end = (unit_offset(text, range_[side]) for side in ("start", "end"))
    return wide[start * 2 : end * 2].decode("utf-16-le")
