#!/usr/bin/env bash
# Provides etcd, kube-apiserver and kube-controller-manager of Kubernetes 1.20.2, and prints the folder that holds them.
#
# That release is the last one with PodSecurityPolicy that Debian 12 has in source form. Its packages are downloaded through apt
# and unpacked in the cache folder: nothing is installed, so root is not needed. The build takes minutes, but only once a machine.
#
# Exit code: 0 the programs are there, 1 something broke, 3 this machine cannot have them (the reason is on stderr).
set -euo pipefail

readonly version=1.20.2
readonly programs=(etcd kube-apiserver kube-controller-manager)
readonly packages=(etcd-server golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev)
readonly needed_megabytes=3000
readonly cache=${PODSECURITY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/podsecurity}
readonly target=$cache/kubernetes-$version

say() { echo "$*" >&2; }
cannot() { say "No Kubernetes $version for this machine: $*"; exit 3; }

main() {
  is_provided && return
  check_machine
  mkdir -p "$cache"
  # One build at a time: who comes second waits, and finds the work done.
  exec {lock}>"$cache/provision.lock"
  flock --nonblock "$lock" || { say "Waiting for another build of Kubernetes $version..."; flock "$lock"; }
  is_provided && return

  work=$cache/build
  rm -rf "$work"
  trap 'rm -rf "$work"' EXIT
  say "Preparing Kubernetes $version in $target (some minutes, once)..."
  download
  unpack
  build
  rm -rf "$target"
  mv "$work/bin" "$target"
}

is_provided() {
  local program
  for program in "${programs[@]}"; do
    [[ -x $target/$program ]] || return 1
  done
}

check_machine() {
  [[ $(uname -s) == Linux ]] || cannot "it is not Linux."
  local tool
  for tool in apt-get dpkg-deb flock tar; do
    command -v "$tool" >/dev/null || cannot "$tool is missing; Debian 12 is needed."
  done
  [[ -n $(debian_mirror) ]] || cannot "apt knows no source of Debian 12 (bookworm); if one is configured, 'apt-get update' helps."
  local free
  free=$(df --output=avail -BM "$(existing_parent "$cache")" | tail -n 1 | tr -dc 0-9)
  ((free >= needed_megabytes)) || cannot "the build needs $needed_megabytes MB, $cache has $free MB free."
}

existing_parent() {
  local folder=$1
  while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
  echo "$folder"
}

# Where this machine gets Debian from; a company's mirror, say.
debian_mirror() {
  # The dollar signs are apt's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Release: bookworm' 'Component: main' | head -n 1
}

# apt with lists and caches of its own: the machine's need not be fresh, name source packages, or be writable.
apt() {
  apt-get -qq -o APT::Sandbox::User="$(id -un)" \
    -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" "$@" &>>"$work/apt.log"
}

download() {
  local mirror
  mirror=$(debian_mirror)
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/packages"
  printf '%s %s bookworm main\n' deb "$mirror" deb-src "$mirror" >"$work/sources.list"
  cd "$work/packages"
  { apt update --error-on=any && apt download "${packages[@]}" && apt source --download-only kubernetes; } ||
    cannot "its packages cannot be downloaded from $mirror (is the machine offline?): $(grep -m 1 '^E:' "$work/apt.log")"
}

unpack() {
  local package
  for package in "$work"/packages/*.deb; do
    dpkg-deb --extract "$package" "$work/root"
  done
  source=$work/go/src/k8s.io/kubernetes
  mkdir -p "$source"
  tar -xzf "$work"/packages/kubernetes_*"$version".orig.tar.gz --strip-components=1 -C "$source"

  # The vendored reflect2 1.0.1 does not know Go 1.18 and later: the server would die while it encodes a long list.
  local reflect2=github.com/modern-go/reflect2
  rm -rf "$source/vendor/$reflect2"
  cp -r "$work/root/usr/share/gocode/src/$reflect2" "$source/vendor/$reflect2"
}

build() {
  export GOROOT=$work/root/usr/lib/go-1.19 GOPATH=$work/go GOCACHE=$work/go-cache
  export GO111MODULE=off GOENV=off GOFLAGS='' CGO_ENABLED=0
  PATH=$GOROOT/bin:$PATH
  cd "$source"
  generate_openapi
  local package flags='-s -w'
  for package in component-base/version client-go/pkg/version; do
    package=k8s.io/kubernetes/vendor/k8s.io/$package
    flags+=" -X $package.gitVersion=v$version -X $package.gitMajor=1 -X $package.gitMinor=20"
  done
  mkdir "$work/bin"
  # Without the clouds' code it is built in half the time; admission has no part in it.
  go build -o "$work/bin/" -tags providerless -ldflags "$flags" \
    ./cmd/kube-apiserver ./cmd/kube-controller-manager >&2
  cp "$work/root/usr/bin/etcd" "$work/bin/"
}

# The one generated file that the source package lacks: the models of all API types.
generate_openapi() {
  local folders
  folders=$(grep -RlE --include='*.go' '^// *\+k8s:openapi-gen=' pkg vendor/k8s.io |
    grep -vE '^vendor/k8s.io/(code-generator|sample-apiserver)/' | xargs dirname | sort -u | sed 's|^|k8s.io/kubernetes/|' | paste -sd,)
  go run ./vendor/k8s.io/kube-openapi/cmd/openapi-gen --input-dirs "$folders" \
    --output-package k8s.io/kubernetes/pkg/generated/openapi --output-file-base zz_generated.openapi \
    --go-header-file vendor/k8s.io/code-generator/hack/boilerplate.go.txt --report-filename /dev/null >&2
}

main
echo "$target"
