#!/usr/bin/env bash
# Stops the cluster that up.sh started in DIR and removes the folder. If there is none, there is nothing to do.
# With --after PID it first waits for that process to end.
set -euo pipefail

if [[ ${1:-} == --after ]]; then
  tail --pid="$2" -f /dev/null
  shift 2
fi
[[ $# == 1 ]] || { echo "Usage: down.sh [--after PID] DIR" >&2; exit 2; }
[[ -d $1/pids ]] || exit 0
dir=$(realpath "$1")

# An id alone proves nothing: the process may be gone, and its id another's. All of ours work in the cluster's folder.
runs() { [[ $(readlink "/proc/$1/cwd") == "$dir" ]]; }

for file in "$dir"/pids/*; do
  [[ -f $file ]] || continue
  pid=$(<"$file")
  # Only up.sh's own watcher comes by here as one of the cluster's processes.
  [[ $pid != "$$" ]] || continue
  # The data goes as well, so nobody is asked to save it.
  while runs "$pid"; do
    kill -KILL -- "-$pid" || true
    sleep 0.05
  done
done
rm -rf "$dir"
