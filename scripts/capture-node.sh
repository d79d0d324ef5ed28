#!/usr/bin/env bash
# Captures real metrics: prometheus-node-exporter, scraped by victoria-metrics for some minutes, exported as JSON lines.
#
#   scripts/capture-node.sh FILE.jsonl.gz [MINUTES]
#
# Both programs (Debian packages of these names) run on loopback for that time only. The timestamps are moved back by
# whole days, to 2024-05-01, so that no clock takes them for the future; the values are as they were.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
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

# The timestamps are the last field of a line: ..."timestamps":[1700000000000,...]}
move_back() {
    awk -v back="$back_ms" '{
        at = index($0, "\"timestamps\":[") + 14
        count = split(substr($0, at, length($0) - at - 1), times, ",")
        line = substr($0, 1, at - 1)
        for (i = 1; i <= count; i++) line = line (i > 1 ? "," : "") sprintf("%.0f", times[i] - back)
        print line "]}"
    }'
}

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
back_ms=$((($(date +%s) - $(date --utc --date=2024-05-01 +%s)) / 86400 * 86400000))
curl -fsS "$url/api/v1/export" --data-urlencode 'match[]={job="node"}' | move_back | LC_ALL=C sort | gzip -9n >"$target"
ls -l "$target"
