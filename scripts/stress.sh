#!/usr/bin/env bash
# Threads that write, read, flush, merge, delete, rotate and take snapshots of one storage all at once: the stress test of
# `mvn verify`, for longer.
#
#   scripts/stress.sh [MINUTES]      ten if not said otherwise
#
# A wrong answer ends it, and so does a thread that gets nowhere for two minutes: then all stacks are printed.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:-10}
echo "stress.sh: $minutes minutes"
exec mvn --batch-mode --quiet -pl core -am test -Dtest=StorageStressTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dlaurel.seconds=$((60 * minutes))
