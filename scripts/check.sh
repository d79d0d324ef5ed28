#!/usr/bin/env bash
# Builds everything and runs all tests, the exchange with the real server included.
#
#   scripts/check.sh [MAVEN-ARGUMENT...]
#
# Needs a JDK (17 or newer) and Maven. The package victoria-metrics is installed with apt-get where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v victoria-metrics >/dev/null; then
    if ! command -v apt-get >/dev/null; then
        echo "check.sh: the tests need the command victoria-metrics (1.79), and there is no apt-get to install it" >&2
        exit 1
    fi
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # The service that the package brings is not wanted, only the program.
    $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qq -y --no-install-recommends victoria-metrics
fi

exec mvn --batch-mode verify "$@"
