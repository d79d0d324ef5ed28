#!/usr/bin/env bash
# Captures real metrics: prometheus-node-exporter, scraped by victoria-metrics for some minutes, exported as JSON lines.
#
#   scripts/capture-node.sh FILE.jsonl.gz [MINUTES]
#
# Both programs (Debian packages of these names) run on loopback for that time only.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
target=$1
minutes=${2:-30}
exporter_port=18473
server_port=18474
url=http://127.0.0.1:$server_port

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do
        kill -TERM "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT

cat >"$work/scrape.yml" <<EOF
scrape_configs:
  - job_name: node
    scrape_interval: 5s
    static_configs:
      - targets: ["127.0.0.1:$exporter_port"]
EOF
prometheus-node-exporter --web.listen-address="127.0.0.1:$exporter_port" >"$work/exporter.log" 2>&1 &
pids+=($!)
victoria-metrics -storageDataPath="$work/store" -httpListenAddr="127.0.0.1:$server_port" -retentionPeriod=100y \
    -promscrape.config="$work/scrape.yml" -memory.allowedBytes=256MB >"$work/server.log" 2>&1 &
pids+=($!)

sleep $((minutes * 60))
curl -fsS "$url/internal/force_flush"
sleep 1
curl -fsS "$url/api/v1/export" --data-urlencode 'match[]={job="node"}' | LC_ALL=C sort | gzip -9n >"$target"
ls -l "$target"
