#!/bin/sh
# run.sh [vitest arguments]: the PBX suite in its own network namespace, against Asterisk in a chroot and Kamailio.
# run.sh --can-run: exit code 0, or 1 and the reason why this machine cannot run the suite.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

refuse() {
  echo "$1"
  exit 1
}
[ "$(uname -s)" = Linux ] || refuse 'the PBX suite needs Linux (network namespaces)'
[ "$(id -u)" = 0 ] || refuse 'the PBX suite needs root (chroot and network namespace)'
for tool in debootstrap unshare ip iptables openssl baresip sipp kamailio rtpengine turnserver; do
  command -v "$tool" >/dev/null || refuse "the PBX suite needs the packages in test/pbx/bed/packages.txt: no $tool"
done
sh "$here/bed/namespace.sh" true 2>/dev/null || refuse 'the PBX suite needs a network namespace of its own: not permitted here'
[ "${1:-}" != --can-run ] || exit 0

OFFHOOK_ASTERISK=$(sh "$here/bed/chroot.sh") || refuse 'the PBX suite needs Asterisk, which could not be installed'
export OFFHOOK_ASTERISK
export PATH="$root/node_modules/.bin:$PATH"
cd "$root"
exec sh "$here/bed/namespace.sh" vitest run --config build/config/vitest.config.ts --project pbx "$@"
