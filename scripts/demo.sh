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

run() {                                   # shows the command as one would type it, then runs it
    printf '\n$'
    for word in "$@"; do
        case $word in
            *[!A-Za-z0-9_./-]*) printf " '%s'" "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$@"
}

echo "building tools/target/vmctl-java.jar ..."
mvn --quiet --batch-mode -Dstyle.color=never package -DskipTests

run scripts/vmctl-java import "$storage" "$capture"
run scripts/vmctl-java label-values "$storage" mode
run scripts/vmctl-java series "$storage" --match '{__name__=~"node_load.*"}'
run scripts/vmctl-java export "$storage" --match node_load1 | cut --characters=-300
run scripts/vmctl-java parts "$storage"
