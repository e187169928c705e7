#!/usr/bin/env bash
# Starts a Kubernetes 1.20.2 control plane on loopback and prints the path of its kubeconfig; README.md says what it holds.
set -euo pipefail
# Keys and tokens are for nobody else.
umask 077

usage() {
  cat >&2 <<'TEXT'
Usage: up.sh [OPTION...] DIR
  DIR                           a new or empty folder; all that the cluster writes lies in it
  --no-psp                      serve no PodSecurityPolicy and admit without it, as clusters do from 1.25 on
  --disable-admission PLUGINS   switch admission plugins off (comma-separated)
  --until PID                   stop the cluster when that process ends, however it ends
TEXT
  exit 2
}

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
psp=true
disabled_plugins=
until_pid=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --no-psp) psp=false; shift ;;
    --disable-admission) disabled_plugins=${2:?is missing its PLUGINS}; shift 2 ;;
    --until) until_pid=${2:?is missing its PID}; shift 2 ;;
    *) usage ;;
  esac
done
[[ $# == 1 ]] || usage

main() {
  local tool
  for tool in openssl curl setsid; do
    command -v "$tool" >/dev/null || { echo "No cluster on this machine: $tool is missing." >&2; exit 3; }
  done
  programs=$("$here/provision.sh")
  mkdir -p "$1"
  dir=$(realpath "$1")
  [[ -z $(ls -A "$dir") ]] || { echo "$dir is not empty." >&2; exit 1; }
  # Relative paths from here on: the socket and the kubeconfig are found from this folder.
  cd "$dir"
  mkdir pids logs pki
  trap 'tail -n 5 logs/* >&2; "$here/down.sh" "$dir"' EXIT

  port=$(free_port)
  make_pki
  make_kubeconfig
  start_etcd
  start_apiserver
  await 'ready API server' get /readyz
  start_controllers
  await 'service account' default_account_has_token
  [[ -z $until_pid ]] || start watcher "$here/down.sh" --after "$until_pid" "$dir"
  trap - EXIT
  echo "$dir/kubeconfig"
}

# A port that nothing listens on, below those that the kernel hands out by itself.
free_port() {
  local candidate
  while candidate=$((RANDOM % 20000 + 10000)); (: <"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; do :; done
  echo "$candidate"
}

make_pki() (
  cd pki
  local name
  for name in ca server client service-accounts; do openssl genrsa -out "$name.key" 2048; done
  openssl req -x509 -key ca.key -subj /CN=test-authority -out ca.crt
  certificate server /CN=kube-apiserver 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  certificate client /O=system:masters/CN=certificate-admin 'extendedKeyUsage=clientAuth'
) 2>logs/pki

# certificate NAME SUBJECT EXTENSION: NAME.crt for NAME.key, signed by the cluster's authority.
certificate() {
  openssl req -new -key "$1.key" -subj "$2" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -extfile <(echo "$3") -out "$1.crt"
}

# One context for each user; the kubeconfig may be copied elsewhere.
make_kubeconfig() {
  admin_token=$(openssl rand -hex 16)
  local dev_token controllers_token
  dev_token=$(openssl rand -hex 16)
  controllers_token=$(openssl rand -hex 16)
  cat >pki/tokens.csv <<CSV
$admin_token,admin,admin,system:masters
$dev_token,dev,dev
$controllers_token,system:kube-controller-manager,controllers
CSV
  cat >kubeconfig <<YAML
apiVersion: v1
kind: Config
current-context: admin
clusters:
- name: test
  cluster:
    server: https://127.0.0.1:$port
    certificate-authority-data: $(base64 -w 0 pki/ca.crt)
contexts:
- name: admin
  context: {cluster: test, user: admin}
- name: certificate
  context: {cluster: test, user: certificate}
- name: dev
  context: {cluster: test, user: dev}
- name: controllers
  context: {cluster: test, user: controllers}
users:
- name: admin
  user: {token: $admin_token}
- name: certificate
  user:
    client-certificate-data: $(base64 -w 0 pki/client.crt)
    client-key-data: $(base64 -w 0 pki/client.key)
- name: dev
  user: {token: $dev_token}
- name: controllers
  user: {token: $controllers_token}
YAML
  sed 's/^current-context:.*/current-context: controllers/' kubeconfig >pki/controllers.kubeconfig
}

# start NAME COMMAND...: in a process group of its own, whose id is in pids/NAME.
start() {
  local name=$1
  shift
  setsid "$@" </dev/null >"logs/$name" 2>&1 &
  echo $! >"pids/$name"
  disown
}

# Clients come through a socket, which etcd makes in the current folder; nothing ever comes to the peer port.
start_etcd() {
  local peer=http://127.0.0.1:0
  start etcd "$programs/etcd" --logger=zap --data-dir="$dir/etcd" \
    --listen-client-urls=unix://localhost:1 --advertise-client-urls=http://localhost:1 \
    --listen-peer-urls=$peer --initial-advertise-peer-urls=$peer --initial-cluster=default=$peer
}

start_apiserver() {
  local admission=(--enable-admission-plugins=PodSecurityPolicy)
  $psp || admission=(--runtime-config=policy/v1beta1=false)
  [[ -z $disabled_plugins ]] || admission+=(--disable-admission-plugins="$disabled_plugins")
  start kube-apiserver "$programs/kube-apiserver" "${admission[@]}" \
    --etcd-servers=unix://localhost:1 --bind-address=127.0.0.1 --secure-port="$port" \
    --tls-cert-file="$dir/pki/server.crt" --tls-private-key-file="$dir/pki/server.key" \
    --client-ca-file="$dir/pki/ca.crt" --token-auth-file="$dir/pki/tokens.csv" \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file="$dir/pki/service-accounts.key" --service-account-signing-key-file="$dir/pki/service-accounts.key" \
    --authorization-mode=RBAC --allow-privileged=true --service-cluster-ip-range=10.0.0.0/24
}

start_controllers() {
  start kube-controller-manager "$programs/kube-controller-manager" --kubeconfig="$dir/pki/controllers.kubeconfig" \
    --use-service-account-credentials=true --service-account-private-key-file="$dir/pki/service-accounts.key" \
    --root-ca-file="$dir/pki/ca.crt" --leader-elect=false --port=0 --secure-port=0
}

# await WHAT COMMAND...: until the command succeeds, as long as everything started still runs.
await() {
  local what=$1 deadline=$((SECONDS + 120)) pid
  shift
  until "$@" &>/dev/null; do
    for pid in pids/*; do
      kill -0 "$(<"$pid")" 2>/dev/null || { echo "${pid#pids/} stopped." >&2; exit 1; }
    done
    ((SECONDS < deadline)) || { echo "No $what after two minutes." >&2; exit 1; }
    sleep 0.1
  done
}

get() { curl --silent --fail --cacert pki/ca.crt --header "Authorization: Bearer $admin_token" "https://127.0.0.1:$port$1"; }

# Until then the server refuses pods that name no service account.
default_account_has_token() { get /api/v1/namespaces/default/serviceaccounts/default | grep -q '"secrets"'; }

main "$1"
