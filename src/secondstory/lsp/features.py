"""What the server answers, one function for each message of the protocol."""

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from secondstory.coach import explain
from secondstory.coach.pages import UnknownRule
from secondstory.lsp.actions import EXPLAIN, SHOW, actions, is_wanted, touching
from secondstory.lsp.pages import page_of
from secondstory.lsp.server import CoachServer
from secondstory.lsp.telling import SOURCE, hover
from secondstory.lsp.texts import path_of
from secondstory.lsp.wishes import SECTION, SETTINGS_FILES

_KINDS = [types.CodeActionKind.QuickFix]


def make_server() -> CoachServer:
    """Return a server that answers everything it knows; it is not started."""
    server = CoachServer()
    for register in (_beginning, _settings, _reading, _offering):
        register(server)
    return server


def _beginning(server: CoachServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        folders = params.workspace_folders or []
        root = folders[0].uri if folders else params.root_uri
        server.setups.root = path_of(root) if root else None
        server.wish(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        known = server.client_capabilities
        if get_capability(known, "workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in SETTINGS_FILES]
            registration = types.Registration(
                id="secondstory-settings",
                method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers),
            )
            server.client_register_capability(types.RegistrationParams(registrations=[registration]))
        await _ask_for_settings(server)


def _settings(server: CoachServer) -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed(params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, dict) and SECTION in params.settings:
            server.wish(params.settings)
            server.look_again()
        else:
            await _ask_for_settings(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_params: types.DidChangeWatchedFilesParams) -> None:
        server.look_again()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path and path.name in SETTINGS_FILES:
            server.look_again()


async def _ask_for_settings(server: CoachServer) -> None:
    """Ask the editor for our settings, if it can be asked; look again at every text with what it says."""
    if not get_capability(server.client_capabilities, "workspace.configuration"):
        return
    item = types.ConfigurationItem(section=SECTION)
    try:
        answered = await server.workspace_configuration_async(types.ConfigurationParams(items=[item]))
    except JsonRpcException:
        return
    if answered and answered[0]:
        server.wish(answered[0])
        server.look_again()


def _reading(server: CoachServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        looked = await server.looked(params.text_document.uri)
        text = server.text(params.text_document.uri)
        if text is None:
            return None
        place = types.Range(start=params.position, end=params.position)
        kinds = get_capability(server.client_capabilities, "text_document.hover.content_format", [])
        in_markdown = types.MarkupKind.Markdown in (kinds or [])
        return hover(text, touching(text, looked.findings, place), in_markdown=in_markdown)

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
        ),
    )
    async def asked(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        looked = await server.looked(params.text_document.uri)
        text = server.text(params.text_document.uri)
        if text is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        turn = str(text.turn)
        if params.previous_result_id == turn:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=turn)
        return types.RelatedFullDocumentDiagnosticReport(items=server.items(text, looked), result_id=turn)


def _offering(server: CoachServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=_KINDS))
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        if not is_wanted(params.context.only):
            return None
        looked = await server.looked(params.text_document.uri)
        text = server.text(params.text_document.uri)
        if text is None:
            return None
        found = touching(text, looked.findings, params.range)
        known = server.client_capabilities
        versioned = bool(get_capability(known, "workspace.workspace_edit.document_changes"))
        return actions(text, found, params.context.diagnostics, versioned=versioned)

    @server.command(EXPLAIN)
    def explained(rule: str) -> None:
        page = page_of(rule)
        if page and get_capability(server.client_capabilities, "window.show_document.support"):
            server.window_show_document(types.ShowDocumentParams(uri=page, take_focus=True))
            return
        try:
            words = explain(rule)
        except UnknownRule as unknown:
            words = str(unknown)
        server.window_show_message(types.ShowMessageParams(type=types.MessageType.Info, message=words))

    @server.command(SHOW)
    def shown(uri: str, line: int, character: int) -> None:
        if not get_capability(server.client_capabilities, "window.show_document.support"):
            return
        at = types.Position(line=line, character=character)
        selection = types.Range(start=at, end=at)
        server.window_show_document(types.ShowDocumentParams(uri=uri, take_focus=True, selection=selection))
