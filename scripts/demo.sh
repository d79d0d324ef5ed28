#!/usr/bin/env bash
# Builds, imports the node capture of testdata into a new storage, searches it and lists its parts.
#
#   scripts/demo.sh [DIR]      DIR is where the storage goes; by default a temporary directory, removed in the end
set -euo pipefail
cd "$(dirname "$0")/.."

capture=testdata/node/node.jsonl.gz
if [ $# -gt 0 ]; then
    storage=$1
else
    temporary=$(mktemp -d)
    trap 'rm -rf "$temporary"' EXIT
    storage=$temporary/metrics
fi

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

echo "building tools/target/vmctl-java.jar ..."
mvn -q -B package -DskipTests

run scripts/vmctl-java import "$storage" "$capture"
run scripts/vmctl-java label-values "$storage" mode
run scripts/vmctl-java series "$storage" --match '{__name__=~"node_load.*"}'
run scripts/vmctl-java export "$storage" --match node_load1 | cut --characters=-300
run scripts/vmctl-java parts "$storage"
