"""Starting the server's processes: a fresh Python each, joined by a pair of sockets."""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import dataclass


@dataclass(slots=True)
class Process:
    """A process and the socket to it."""

    popen: subprocess.Popen[bytes]
    link: socket.socket

    def stop(self) -> None:
        """Let it end by itself, then make it."""
        self.link.close()
        try:
            self.popen.wait(5)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


def start(module: str, *arguments: str) -> Process:
    """Start a module of this package with a socket as its first argument."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", module, str(theirs.fileno()), *arguments]
        popen = subprocess.Popen(  # noqa: S603 - our own module
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    return Process(popen, ours)
