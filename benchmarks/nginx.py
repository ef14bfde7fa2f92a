"""nginx with one process that serves the same bytes as files."""

from __future__ import annotations

import getpass
import gzip
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.servers import Server

_CONFIGURATION = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    {site}
  }}
}}
"""
_FILES = """
    open_file_cache max=10;
    root {folder}/files;
    gzip_static on;
"""


def configured(folder: Path, port: int, site: str, program: str = "nginx") -> list[str]:
    """Write the configuration of a process whose server block has `site`, and return the command that runs it."""
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port, user=user, site=site))
    return [program, "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")]


def is_there() -> bool:
    """Whether nginx is installed."""
    return shutil.which("nginx") is not None


@contextmanager
def serving(folder: Path, page: bytes) -> Iterator[Server]:
    """Serve `page` at /page.html, compressed beforehand for those who accept it."""
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "page.html").write_bytes(page)
    (folder / "files" / "page.html.gz").write_bytes(gzip.compress(page, 9, mtime=0))
    port = free_port()
    command = configured(folder, port, _FILES.format(folder=folder))
    with running(command, port, "/page.html", {}, folder / "output.log") as server:
        yield server
