# Sourced by the other scripts: packages of the system, installed where this may be done without asking.

install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "These packages of the system are missing: $*. Install them, for example with: sudo apt-get install $*" >&2
            return 1
        fi
        as_root=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null; then
        echo "These packages of the system are missing: $*. Install them under the names your system gives them." >&2
        return 1
    fi
    echo "Installing $*" >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@" >/dev/null
}
