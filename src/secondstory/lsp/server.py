"""The language server: which text is open, who is told what about it, and what is answered when an editor asks."""

import sys
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from secondstory import __version__
from secondstory.coach import Looked, Notebook
from secondstory.lsp.rounds import Rounds
from secondstory.lsp.telling import diagnostics
from secondstory.lsp.texts import OpenText
from secondstory.lsp.wishes import SetupFinder, wishes_of


class CoachProtocol(LanguageServerProtocol):
    """The protocol with texts of our own: pygls ends lines where the protocol does not, and reads files nobody opened.

    A request that cannot be read is answered too, and what was in it is never repeated.
    """

    _server: "CoachServer"

    @property
    def was_shut_down(self) -> bool:
        """Whether the editor said that it is done."""
        return self._shutdown

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Begin with a text."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take in what was typed."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Let a text go."""
        self._server.closed(params.text_document.uri)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message in `data`; answer a request whose parameters do not fit before saying so."""
        try:
            return super().structure_message(data)
        except JsonRpcException as wrong:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=wrong.to_response_error())
            raise


class CoachServer(LanguageServer):
    """Holds the texts that are open. Nothing about them outlives their closing, and nothing is written down."""

    protocol: CoachProtocol

    def __init__(self) -> None:
        """Begin with no text."""
        super().__init__("secondstory", __version__, protocol_cls=CoachProtocol)
        self.setups = SetupFinder()
        self._texts: dict[str, tuple[OpenText, Rounds]] = {}
        self._said: set[str] = set()

    # --- texts ---

    def opened(self, document: types.TextDocumentItem) -> None:
        """Begin to look at a text, if it is one that the coach reads."""
        self.closed(document.uri, tell=False)
        text = OpenText(
            uri=document.uri,
            language=document.language_id,
            version=document.version,
            text=document.text,
            encoding=self.encoding,
        )
        if text.is_prose:
            self.setups.forget()
            rounds = Rounds(text, self._notebook_for(text), self._tell)
            self._texts[document.uri] = (text, rounds)
            rounds.stir()

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take in what was typed; a text that nobody opened is left alone."""
        if params.text_document.uri in self._texts:
            text, rounds = self._texts[params.text_document.uri]
            text.change(params.text_document.version, params.content_changes)
            rounds.stir()

    def closed(self, uri: str, *, tell: bool = True) -> None:
        """Let a text go, and take back what was said about it."""
        if uri in self._texts:
            text, rounds = self._texts.pop(uri)
            rounds.stop()
            if tell and not self.is_asked:
                self._publish(text.uri, [], None)

    def look_again(self) -> None:
        """Find the setup of every open text afresh, because settings may have changed; look where they did."""
        self.setups.forget()
        for text, rounds in self._texts.values():
            rounds.use(self._notebook_for(text))
        if self.is_asked and get_capability(
            self.client_capabilities, "workspace.diagnostics.refresh_support"
        ):
            self.workspace_diagnostic_refresh(None)

    def text(self, uri: str) -> OpenText | None:
        """Return the open text at `uri`."""
        return self._texts[uri][0] if uri in self._texts else None

    async def looked(self, uri: str) -> Looked:
        """Return what fits the text at `uri` as it is now; nothing for a text that is not open."""
        return await self._texts[uri][1].looked() if uri in self._texts else Looked(())

    def wish(self, raw: object) -> None:
        """Take in what somebody set in their editor."""
        self.setups.wishes, troubles = wishes_of(raw)
        for trouble in troubles:
            self.say(trouble)

    def _notebook_for(self, text: OpenText) -> Notebook | None:
        setup, trouble = self.setups.find(text.path)
        if trouble:
            self.say(trouble)
        return None if setup is None else Notebook(setup)

    # --- the other side ---

    @property
    def encoding(self) -> str:
        """What units of a line the editor counts in."""
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))

    @property
    def is_asked(self) -> bool:
        """Whether the editor asks for findings by itself; it would show what is sent unasked a second time."""
        return get_capability(self.client_capabilities, "text_document.diagnostic") is not None

    def say(self, words: str) -> None:
        """Tell the person in front of the editor, once."""
        if words not in self._said:
            self._said.add(words)
            self.window_show_message(types.ShowMessageParams(type=types.MessageType.Warning, message=words))

    def report_server_error(self, error: Exception, source: object) -> None:
        """Say that something went wrong, to whoever reads the log of the editor, and nothing of what was written."""
        del source
        sys.stderr.write(f"secondstory lsp: a message could not be handled ({type(error).__name__}).\n")

    def items(self, text: OpenText, looked: Looked) -> list[types.Diagnostic]:
        """Return what the editor underlines in a text."""
        return diagnostics(text, looked, self.setups.wishes.severity)

    def _tell(self, text: OpenText, looked: Looked) -> None:
        if not self.is_asked:
            self._publish(text.uri, self.items(text, looked), text.version)

    def _publish(self, uri: str, items: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=items, version=version)
        )
