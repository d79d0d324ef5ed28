#!/usr/bin/env bash
# A storage lives through a year of scrapes in some minutes: the simulation of `mvn verify`, at full length, with a small
# heap. Its clock is moved by the test, its files lie on the real disk, and in the end the real server reads them.
#
#   scripts/simulated-year.sh [DAYS] [MACHINES] [HEAP] [DIR]
#
# 365 days of 1,000 machines that are scraped every minute, of which a twentieth is replaced every day: 525 million rows,
# with a retention of 100 days and a heap of 256m. DIR must not exist yet and is kept; without it a temporary directory
# is used. Given up after 90 minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

days=${1:-365}
machines=${2:-1000}
heap=${3:-256m}
folder=()
[ $# -lt 4 ] || folder=("-Dlaurel.folder=$(realpath -m "$4")")

echo "simulated-year.sh: $days days of $machines machines, heap $heap"
exec timeout 90m mvn --batch-mode --quiet -pl tools -am test -Dtest=SimulatedYearTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dtest.heap="$heap" -Dlaurel.days="$days" -Dlaurel.machines="$machines" \
    "${folder[@]}"
