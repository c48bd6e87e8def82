"""Runs the language server over standard input and output until the editor ends it."""

import logging
import os
import signal
import sys

from secondstory.lsp.features import make_server

DONE, CUT_OFF = 0, 1


def run() -> int:
    """Serve one editor; return 0 when it said goodbye, 1 when it went away without.

    The conversation has descriptors of its own. What else is printed in this process goes to standard error, where it
    cannot break a message.
    """
    # Whatever pygls logs may quote what somebody is writing, and editors keep logs.
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    # Ctrl-C ends at once: there is nothing to save, and a thread waits for input that may never come.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.stdin.isatty():
        sys.stderr.write("This speaks with editors, over standard input and output. Ctrl-C ends it.\n")
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    server = make_server()
    server.start_io(incoming, outgoing)
    return DONE if server.protocol.was_shut_down else CUT_OFF
