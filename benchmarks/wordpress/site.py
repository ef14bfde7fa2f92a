"""WordPress under measurement: nginx, four processes of PHP-FPM with a cache of compiled code, and MariaDB that is durable at each commit."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import content, nginx
from benchmarks.loading import post
from benchmarks.servers import PATIENCE, NoServer, Server, free_port, running
from benchmarks.sizes import FEW
from benchmarks.wordpress.packages import environment, program, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGE = "/few/"
COMMENTED = 302
PROCESSES = 4
_HERE = Path(__file__).parent
_PHP = """
    root {site};
    location / {{ try_files $uri /index.php?$args; }}
    location ~ \\.php$ {{
      fastcgi_pass unix:{folder}/php.sock;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param SCRIPT_NAME $fastcgi_script_name;
      fastcgi_param REQUEST_URI $request_uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param SERVER_PROTOCOL $server_protocol;
      fastcgi_param SERVER_NAME $host;
    }}
"""
_FPM = """
[global]
error_log = {folder}/fpm.log
daemonize = no
[www]
{user}
listen = {folder}/php.sock
pm = static
pm.max_children = {processes}
"""
_CONFIGURATION = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/maria.sock');
define('DB_CHARSET', 'utf8mb4');
define('WP_CONTENT_DIR', '{site}/wp-content');
define('WP_DEFAULT_THEME', 'twentytwentyone');
define('WP_SITEURL', 'http://127.0.0.1:{port}');
define('WP_HOME', WP_SITEURL);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('AUTH_SALT', 'a');
define('NONCE_SALT', 'a');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', '{site}/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True)
class WordPress:
    """A running site: its server, and the number of the post on which people comment."""

    server: Server
    post: int

    def requests(self, count: int) -> list[str]:
        """Return comments by new organisations, as requests."""
        plain = {"comment_post_ID": str(self.post), "comment_parent": "0", "submit": "Post"}
        guests = content.organisations(count, "invited")
        fields = [{"author": guest.names[0][1], "email": guest.email, "comment": _words_of(guest)} for guest in guests]
        return [post(self.server.port, "/wp-comments-post.php", {}, plain | field) for field in fields]


@contextmanager
def serving(folder: Path) -> Iterator[WordPress]:
    """Unpack, fill and run WordPress until the block ends."""
    folder.mkdir()
    root, port = unpack(folder), free_port()
    site = _site(folder, root, port)
    with ExitStack() as stack:
        stack.enter_context(_database(folder, root))
        number = _fill(folder, root, site, port)
        server = stack.enter_context(_web(folder, root, site, port))
        yield WordPress(server, number)


def _site(folder: Path, root: Path, port: int) -> Path:
    """Copy the files and write the settings."""
    site = folder / "site"
    shutil.copytree(root / "usr/share/wordpress", site, symlinks=True, ignore_dangling_symlinks=True)
    (site / "wp-config.php").write_text(_CONFIGURATION.format(folder=folder, site=site, port=port))
    (site / "wp-content/mu-plugins").mkdir()
    shutil.copy(_HERE / "plugin.php", site / "wp-content/mu-plugins")
    return site


@contextmanager
def _database(folder: Path, root: Path) -> Iterator[None]:
    """Run MariaDB with an empty database."""
    data, socket = folder / "data", folder / "maria.sock"
    base = ["--no-defaults", f"--basedir={root / 'usr'}", f"--datadir={data}", f"--user={getpass.getuser()}"]
    _do(root, [program(root, "bin/mariadb-install-db"), *base, "--auth-root-authentication-method=normal", "--skip-test-db"])
    durable = ["--innodb-flush-log-at-trx-commit=1", "--skip-networking", f"--socket={socket}", f"--pid-file={folder / 'maria.pid'}"]
    command = [program(root, "sbin/mariadbd"), *base, *durable, f"--lc-messages-dir={root / 'usr/share/mysql'}"]
    with (folder / "maria.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | dict(environment(root)), stdout=log, stderr=log)
    try:
        _wait_for(socket, process)
        _do(root, [program(root, "bin/mariadb"), "--no-defaults", f"--socket={socket}", "-uroot", "-e", "CREATE DATABASE wordpress"])
        yield
    finally:
        process.terminate()
        process.wait()


def _fill(folder: Path, root: Path, site: Path, port: int) -> int:
    """Install WordPress and write its pages; return the number of the post on which people comment."""
    comments = [(signer.names[0][1], signer.email, _words_of(signer)) for signer in content.organisations(FEW, "signatory")]
    given = {"title": content.TITLE, "text": content.body(), "shown": FEW, "comments": comments}
    (folder / "content.json").write_text(json.dumps(given))
    command = [*_php(root, "bin/php8*"), str(_HERE / "filling.php"), str(folder / "content.json")]
    printed = _do(root, command, {"BENCH_HOST": f"127.0.0.1:{port}", "BENCH_SITE": str(site)})
    return int(printed.split()[-1])


def _php(root: Path, pattern: str) -> Sequence[str]:
    """Return the command that runs PHP with its extensions and no settings of this machine."""
    extensions = Path(program(root, "lib/php/*/mysqli.so")).parent
    wanted = ("mysqlnd", "mysqli", "ctype", "tokenizer", "fileinfo", "iconv")
    chosen = [part for name in wanted for part in ("-d", f"extension={name}")]
    return [program(root, pattern), "-n", "-d", f"extension_dir={extensions}", "-d", "zend_extension=opcache", *chosen, "-d", "memory_limit=256M"]


@contextmanager
def _web(folder: Path, root: Path, site: Path, port: int) -> Iterator[Server]:
    """Run PHP-FPM and nginx."""
    owner = f"user = {getpass.getuser()}" if os.geteuid() == 0 else ""
    (folder / "fpm.conf").write_text(_FPM.format(folder=folder, user=owner, processes=PROCESSES))
    fpm = [*_php(root, "sbin/php-fpm*"), "-y", str(folder / "fpm.conf"), *(["-R"] if os.geteuid() == 0 else [])]
    with (folder / "php.log").open("wb") as log:
        process = subprocess.Popen(fpm, env=os.environ | dict(environment(root)), stdout=log, stderr=log)
    try:
        _wait_for(folder / "php.sock", process)
        command = nginx.configured(folder, port, _PHP.format(folder=folder, site=site), program(root, "sbin/nginx"))
        with running(command, port, PAGE, environment(root), folder / "output.log") as server:
            yield server
    finally:
        process.terminate()
        process.wait()


def _words_of(organisation: content.Organisation) -> str:
    return f"{organisation.person}, {organisation.title}, {organisation.country}, {organisation.slug}"


def _wait_for(socket: Path, process: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while not socket.exists():
        if process.poll() is not None or time.monotonic() - started > PATIENCE:
            msg = f"{process.args} did not begin to listen."
            raise NoServer(msg)
        time.sleep(0.05)


def _do(root: Path, command: Sequence[str], more: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=os.environ | dict(environment(root)) | (more or {}), capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"{command[0]} failed:\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
        raise RuntimeError(msg)
    return done.stdout
