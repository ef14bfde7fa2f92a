#!/usr/bin/env bash
# What tests need from the system: Chromium, a font with Arabic letters, the HTML validator (Java), and an IMAP server (Dovecot).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/system.sh
validator=vnu-jar@26.9.27
jar=var/tools/vnu.jar

missing=()
if ! command -v chromium-headless-shell >/dev/null; then
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        missing+=(chromium-headless-shell)
    elif ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
        missing+=(chromium)
    fi
fi
command -v java >/dev/null || missing+=(default-jre-headless)
command -v npm >/dev/null || [ -e "$jar" ] || missing+=(npm)
if [ -z "$(fc-list :lang=ar family 2>/dev/null)" ]; then missing+=(fonts-noto-core fontconfig); fi
imap=
[ -x /usr/lib/dovecot/imap ] || [ -x /usr/libexec/dovecot/imap ] || { imap=missing && missing+=(dovecot-imapd); }
if [ ${#missing[@]} -gt 0 ]; then
    install_packages "${missing[@]}" || echo "Tests that need them are skipped." >&2
fi
# Tests start a Dovecot of their own; the package also starts one for the whole machine, which nobody asked for.
if [ -n "$imap" ] && command -v systemctl >/dev/null && systemctl is-active --quiet dovecot 2>/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then systemctl disable --quiet --now dovecot; else sudo -n systemctl disable --quiet --now dovecot; fi ||
        echo "Dovecot was installed for tests and runs; stop it with: systemctl disable --now dovecot" >&2
fi

if [ ! -e "$jar" ] && command -v npm >/dev/null; then
    mkdir -p var/tools
    npm install --silent --no-audit --no-fund --no-save --prefix var/tools "$validator" >/dev/null 2>&1 &&
        cp "$(find var/tools/node_modules/vnu-jar -name vnu.jar | head -n 1)" "$jar" ||
        echo "The HTML validator could not be fetched; its tests are skipped." >&2
fi
