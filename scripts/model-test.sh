#!/usr/bin/env bash
# Random operations on storages, against plain maps: the model test of `mvn verify`, for as long as one likes.
#
#   scripts/model-test.sh [OPERATIONS] [SEED] [MINUTES]
#
# A million operations if not said otherwise, in runs of a thousand, each with the next seed from SEED on (by default a
# fresh one); no run begins after MINUTES (30). A failure prints the seed of its run, what was done before it, and the
# command that repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."

operations=${1:-1000000}
seed=${2:-$(date +%s%N)}
minutes=${3:-30}

echo "model-test.sh: $operations operations, seeds from $seed, at most $minutes minutes"
exec mvn --batch-mode --quiet -pl core -am test -Dtest=StorageModelTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dlaurel.operations="$operations" -Dlaurel.seed="$seed" -Dlaurel.minutes="$minutes"
