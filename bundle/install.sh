#!/bin/sh
# Installs the regional risk map from the folder in which this lies, on a machine without a network; upgrades; goes back.
# What it says is in texts/, made from the catalogue. `install.sh --help` names the options, INSTALL.md explains them.
#
# The folder it installs into:  versions/VERSION (packages and what is served)   current -> versions/VERSION
#                               home (snapshots, database)   backups   settings.env   bin/riskmap   bin/serve   systemd
set -eu
umask 077
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
begun=$(date +%s)

NEEDED_MB=1500
MODULES='bz2 ctypes fcntl lzma sqlite3 ssl venv zlib'

# --- words ---------------------------------------------------------------------------------------------------------

# `words KEY NAME VALUE …`: the text of a key in the language, with the values in the place of {NAME}.
words() {
    said=$(sed -n "s/^$1 //p" "$here/texts/$lang")
    shift
    while [ $# -gt 1 ]; do
        case $said in
            *"{$1}"*) said=${said%%"{$1}"*}$2${said#*"{$1}"} ;;
        esac
        shift 2
    done
    printf '%s\n' "$said"
}

step() { printf '\n== ' && words "$@"; }

refuse() {
    words "$@" >&2
    exit 1
}

wrong_usage() {
    words "$@" >&2
    exit 2
}

# As the shell reads it: a path with spaces in quotes.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

usage() {
    words help_head
    printf '\n  install.sh [--to DIR] [--data DIR] [--admin LOGIN] [--host ADDRESS] [--port PORT] [--lang LANG] [--python PYTHON]\n'
    printf '  install.sh --back [--to DIR] [--yes]\n\n'
    printf '  --to DIR         %s\n' "$(words help_to folder "$to")"
    printf '  --data DIR       %s\n' "$(words help_data)"
    printf '  --admin LOGIN    %s\n' "$(words help_admin)"
    printf '  --host ADDRESS   %s\n' "$(words help_host)"
    printf '  --port PORT      %s\n' "$(words help_port)"
    printf '  --lang LANG      %s\n' "$(words help_lang)"
    printf '  --python PYTHON  %s\n' "$(words help_python)"
    printf '  --back           %s\n' "$(words help_back)"
    printf '  --yes            %s\n' "$(words help_yes)"
}

# --- what is asked -------------------------------------------------------------------------------------------------

lang=${RISKMAP_LANG:-uz}
[ -f "$here/texts/$lang" ] || lang=uz
version=$(cat "$here/VERSION")
# Run from an installed version this is its own folder; run from an archive, a folder beside it.
case $here in
    */versions/"$version") to=${here%/versions/*} ;;
    *) to=$(dirname -- "$here")/riskmap ;;
esac
chosen_lang='' chosen_host='' chosen_port='' data='' admin=admin host=127.0.0.1 port=8501 python='' back='' yes='' helped=''

while [ $# -gt 0 ]; do
    case $1 in
        --back) back=1 ;;
        --yes) yes=1 ;;
        --help | -h) helped=1 ;;
        --to | --data | --admin | --host | --port | --lang | --python)
            [ -n "${2:-}" ] || wrong_usage unknown_option option "$1"
            case $1 in
                --to) to=$2 ;;
                --data) data=$2 ;;
                --admin) admin=$2 ;;
                --host) host=$2 chosen_host=$2 ;;
                --port) port=$2 chosen_port=$2 ;;
                --python) python=$2 ;;
                --lang)
                    case $2 in
                        uz | uz-Cyrl | ru | en) lang=$2 chosen_lang=$2 ;;
                        *) wrong_usage bad_value option --lang value "$2" ;;
                    esac
                    ;;
            esac
            shift
            ;;
        *) wrong_usage unknown_option option "$1" ;;
    esac
    shift
done
if [ -n "$helped" ]; then
    usage
    exit 0
fi
case $port in
    '' | *[!0-9]*) wrong_usage bad_value option --port value "$port" ;;
esac
case $host in
    *[!0-9A-Za-z.:-]*) wrong_usage bad_value option --host value "$host" ;;
esac
case $to in
    /*) ;;
    *) to=$PWD/$to ;;
esac
case $data in
    '' | /*) ;;
    *) data=$PWD/$data ;;
esac
# What is installed already speaks its own language, unless another is asked for.
if [ -z "$chosen_lang" ] && [ -f "$to/settings.env" ]; then
    lang=$(sed -n 's/^RISKMAP_LANG=//p' "$to/settings.env")
    [ -f "$here/texts/$lang" ] || lang=uz
fi

# --- the machine ---------------------------------------------------------------------------------------------------

wanted() {
    for list in "$here"/packages-*.txt; do
        number=${list##*/packages-}
        printf '%s ' "${number%.txt}"
    done
}

# `number_of PYTHON`: its version where it runs, as 3.12; nothing else.
number_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }

find_python() {
    seen=''
    for one in ${python:+"$python"} python3.13 python3.12 python3.11 python3; do
        number=$(number_of "$one")
        if [ -n "$number" ] && [ -f "$here/packages-$number.txt" ]; then
            python=$(command -v "$one")
            return
        fi
        [ -z "$number" ] || seen="$seen $one ($number)"
        if [ -n "$python" ]; then break; fi
    done
    refuse no_python wanted "$(wanted)" seen "${seen:--}"
}

# Settings may be written before anything is installed, as those of a database.
holds_other_things() {
    for entry in "$to"/* "$to"/.[!.]*; do
        case $entry in
            */settings.env) ;;
            *) [ ! -e "$entry" ] || return 0 ;;
        esac
    done
    return 1
}

look_at_machine() {
    step step_machine
    [ "$(id -u)" != 0 ] || words is_root
    for program in sed sha256sum df id date; do
        command -v "$program" >/dev/null || refuse no_program program "$program"
    done
    find_python
    lacking=$("$python" -c '
import importlib, sys
def lacks(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return True
print(" ".join(name for name in sys.argv[1].split() if lacks(name)))' "$MODULES")
    [ -z "$lacking" ] || refuse python_lacks python "$python" modules "$lacking"
    machine=$("$python" -c '
import os, platform
try:
    libc = os.confstr("CS_GNU_LIBC_VERSION")
except (ValueError, OSError):
    libc = None
number = tuple(int(part) for part in libc.split()[1].split(".")[:2]) if libc else (0, 0)
fits = platform.system() == "Linux" and platform.machine() == "x86_64" and number >= (2, 28)
print("" if fits else " ".join(filter(None, (platform.system(), platform.machine(), libc))))')
    [ -z "$machine" ] || refuse machine_wrong machine "$machine"
    [ -z "$data" ] || [ -e "$data" ] || refuse no_data folder "$data"
    [ -d "$to/versions" ] || ! holds_other_things || refuse other_folder folder "$to"
    mkdir -p "$to/versions" 2>/dev/null && [ -w "$to" ] && [ -w "$to/versions" ] || refuse not_writable folder "$to"
    free=$(($(df -Pk "$to" | sed -n '$s/  */ /gp' | cut -d' ' -f4) / 1024))
    [ "$free" -ge "$NEEDED_MB" ] || is_laid_out "$version" || refuse disk_full folder "$to" free "$free" needed "$NEEDED_MB"
    printf '%s (%s), %s MB\n' "$python" "$number" "$free"
}

check_sums() {
    step step_sums
    (cd "$here" && sha256sum -c SHA256SUMS 2>/dev/null | sed -n '/: OK$/!p') >"$to/.sums"
    differing=$(cat "$to/.sums")
    rm -f "$to/.sums"
    [ -n "$differing" ] || return 0
    printf '%s\n' "$differing" >&2
    refuse not_whole
}

# --- a version -----------------------------------------------------------------------------------------------------

is_laid_out() { [ -f "$to/versions/$1/.whole" ]; }

# Packages are taken from the archive alone, and each is held against its hash by pip once more.
lay_out() {
    is_laid_out "$version" && return
    step step_packages version "$version"
    place=$to/versions/$version
    rm -rf "$place"
    mkdir "$place"
    cp -R "$here/project/." "$place"
    cp -R "$here/install.sh" "$here/VERSION" "$here/texts" "$here/licences" "$here/sbom.cdx.json" "$place"
    cp "$here/packages-$number.txt" "$place/packages.txt"
    "$python" -m venv --without-pip "$place/.venv"
    # Nothing that an account or a machine sets for pip has a say here.
    env -i PATH="$PATH" HOME="$place" LC_ALL=C.UTF-8 PIP_CONFIG_FILE=/dev/null \
        "$place/.venv/bin/python" -I "$(first_of "$here"/wheels/pip-*.whl)/pip" install --quiet --isolated --no-cache-dir \
        --disable-pip-version-check --no-index --find-links "$here/wheels" --only-binary :all: --no-deps --require-hashes \
        --requirement "$place/packages.txt"
    : >"$place/.whole"
}

first_of() { printf '%s' "$1"; }

# `run VERSION …`: `riskmap …` of a version, with the settings of this installation.
run() {
    chosen=$1
    shift
    (
        load_settings
        exec "$to/versions/$chosen/.venv/bin/python" -P -m mapping.cli "$@"
    )
}

# As the server reads them: what this shell says of the home folder has no part in it.
load_settings() {
    unset RISKMAP_HOME
    set -a
    # shellcheck source=/dev/null
    . "$to/settings.env"
    set +a
    RISKMAP_HOME=${RISKMAP_HOME:-$to/home}
    RISKMAP_LANG=$lang
    PYTHONUTF8=1
    export RISKMAP_HOME RISKMAP_LANG PYTHONUTF8
}

# From one moment to the next, whoever looks.
make_current() {
    rm -f "$to/.current"
    ln -s "versions/$1" "$to/.current"
    "$to/versions/$1/.venv/bin/python" -c 'import os, sys; os.replace(*sys.argv[1:])' "$to/.current" "$to/current"
}

current() { basename -- "$(readlink "$to/current")"; }

# --- what lies around it ---------------------------------------------------------------------------------------------

# `set_line NAME VALUE CHOSEN`: what stands in the settings stays, unless another value was asked for.
set_line() {
    if ! grep -q "^$1=" "$to/settings.env"; then
        printf '%s=%s\n' "$1" "$2" >>"$to/settings.env"
    elif [ -n "$3" ]; then
        sed "s/^$1=.*/$1=$2/" "$to/settings.env" >"$to/.settings"
        mv "$to/.settings" "$to/settings.env"
    fi
}

write_settings() {
    [ -f "$to/settings.env" ] || printf '%s\n' \
        '# Settings, one a line; a value with spaces in quotes. All of them: current/docs/operations.md.' \
        '# Start the server anew after a change.' >"$to/settings.env"
    set_line HOST "$host" "$chosen_host"
    set_line PORT "$port" "$chosen_port"
    set_line RISKMAP_SIGN_IN local ''
    set_line RISKMAP_LANG "$lang" "$chosen_lang"
}

write_programs() {
    mkdir -p "$to/bin" "$to/home" "$to/backups"
    cat >"$to/bin/riskmap" <<'EOF'
#!/bin/sh
# The command line of the version in force, with the settings of this installation.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
unset RISKMAP_HOME
set -a
. "$root/settings.env"
set +a
RISKMAP_HOME=${RISKMAP_HOME:-$root/home} PYTHONUTF8=1
export RISKMAP_HOME PYTHONUTF8
exec "$root/current/.venv/bin/python" -P -m mapping.cli "$@"
EOF
    cat >"$to/bin/serve" <<'EOF'
#!/bin/sh
# The server of the version in force, with the settings of this installation; its process is in server.pid.
umask 077
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
unset RISKMAP_HOME
set -a
. "$root/settings.env"
set +a
RISKMAP_HOME=${RISKMAP_HOME:-$root/home} PYTHONUTF8=1
export RISKMAP_HOME PYTHONUTF8
cd -P -- "$root/current" || exit 1
echo $$ >"$root/server.pid"
exec .venv/bin/python -m streamlit run app.py --server.address "$HOST" --server.port "$PORT"
EOF
    chmod 700 "$to/bin/riskmap" "$to/bin/serve"
}

# systemd reads %, " and \ in its own way.
for_systemd() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g; s/%/%%/g; s/\$/$$/g'; }

# `write_unit WHOSE WANTED_BY LINE`: a unit of the system, or of an account.
write_unit() {
    mkdir -p "$to/systemd/$1"
    cat >"$to/systemd/$1/riskmap.service" <<EOF
[Unit]
Description=Regional risk map
After=network.target

[Service]
${3:+$3
}ExecStart="$(for_systemd "$to/bin/serve")"
Restart=on-failure
RestartSec=2
TimeoutStopSec=60
NoNewPrivileges=yes
UMask=0077

[Install]
WantedBy=$2
EOF
}

write_units() {
    write_unit system multi-user.target "User=$(id -un)"
    write_unit user default.target ''
}

# --- data ------------------------------------------------------------------------------------------------------------

publish_data() {
    step step_data
    case $data in
        '') run "$version" publish --if-changed --geo "$to/versions/$version/geo" --data "$to/versions/$version/data" ;;
        *.zip) run "$version" restore "$data" ;;
        *)
            if [ -d "$data/geo" ] && [ -d "$data/data" ]; then
                run "$version" publish --if-changed --geo "$data/geo" --data "$data/data"
            else
                run "$version" import "$data" --fresh --publish --as-of "$(date +%Y-%m-%d)"
            fi
            ;;
    esac
}

address() {
    settings_host=$(sed -n 's/^HOST=//p' "$to/settings.env") settings_port=$(sed -n 's/^PORT=//p' "$to/settings.env")
    case $settings_host in
        0.0.0.0 | ::) settings_host=$(hostname 2>/dev/null || uname -n) ;;
    esac
    printf 'http://%s:%s' "$settings_host" "$settings_port"
}

# Refuses while a server of this installation runs: what people write would go by the backup.
require_stopped() {
    [ -f "$to/server.pid" ] || return 0
    process=$(cat "$to/server.pid")
    [ -r "/proc/$process/cmdline" ] || return 0
    if tr '\0' ' ' <"/proc/$process/cmdline" | grep -q 'streamlit run app.py'; then refuse running process "$process"; fi
}

# --- the three ways --------------------------------------------------------------------------------------------------

install_first() {
    write_settings
    write_programs
    write_units
    publish_data
    step step_people
    run "$version" people first "$admin" --address "$(address)"
    make_current "$version"
    step step_doctor
    run "$version" doctor || : # it has told what is to be mended
    printf '\n'
    words installed version "$version" folder "$to" seconds "$(($(date +%s) - begun))"
    words settings file "$to/settings.env" command "$(quoted "$to/bin/riskmap")"
    words start command "$(quoted "$to/bin/serve")"
    words unit_root command "cp $(quoted "$to/systemd/system/riskmap.service") /etc/systemd/system/ && systemctl enable --now riskmap"
    words unit_user command "systemctl --user enable --now $(quoted "$to/systemd/user/riskmap.service") && loginctl enable-linger"
    words address address "$(address)"
}

upgrade() {
    old=$(current)
    [ "$old" != "$version" ] || refuse is_there version "$version" folder "$to"
    [ -z "$data" ] || words data_kept
    require_stopped
    came_from=$to/versions/$version/.came-from
    # An upgrade that was cut off after the database was brought on has its backup, and the version before reads nothing any more.
    if [ ! -f "$came_from" ] || can_read "$old"; then
        backup=$to/backups/before-$version-$(date +%Y%m%d-%H%M%S).zip
        step step_backup file "$backup"
        run "$old" backup "$backup"
        printf '%s\n%s\n' "$old" "$backup" >"$came_from"
    fi
    backup=$(sed -n 2p "$came_from")
    step step_database version "$version"
    run "$version" people list >/dev/null || refuse database_refused new "$version" old "$old" file "$backup"
    make_current "$version"
    write_programs
    write_units
    printf '\n'
    words upgraded version "$version" old "$old" seconds "$(($(date +%s) - begun))" \
        command "$(quoted "$to/current/install.sh") --back"
}

# Whether a version can read the database and the current snapshot as a later one left them.
can_read() { ! run "$1" doctor --json 2>/dev/null | grep -Eq '"rule": "(database|snapshot)_newer"'; }

go_back() {
    [ -L "$to/current" ] || refuse no_previous folder "$to"
    new=$(current)
    came_from=$to/versions/$new/.came-from
    [ -f "$came_from" ] || refuse no_previous folder "$to"
    old=$(sed -n 1p "$came_from") backup=$(sed -n 2p "$came_from")
    is_laid_out "$old" || refuse no_previous folder "$to"
    require_stopped
    if ! can_read "$old"; then
        words back_restores new "$new" old "$old" file "$backup" home "$(load_settings && printf '%s' "$RISKMAP_HOME")"
        if [ -z "$yes" ]; then
            printf '%s ' "$(words back_ask)"
            read -r answer || answer=''
            case $answer in
                yes | ha | ҳа | да) ;;
                *) refuse back_not ;;
            esac
        fi
        run "$old" restore "$backup" --replace
    fi
    make_current "$old"
    words back_done version "$old"
}

if [ -n "$back" ]; then
    go_back
    exit 0
fi
look_at_machine
check_sums
trap '[ $? = 0 ] || words failed >&2' EXIT
lay_out
if [ -L "$to/current" ]; then
    trap - EXIT
    upgrade
else
    install_first
fi
