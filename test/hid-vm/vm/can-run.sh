#!/bin/sh
# can-run.sh: exit code 0, or 1 and the reason why this machine cannot run the suite.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${OFFHOOK_VM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/offhook/hid-vm}

refuse() {
  echo "$1"
  exit 1
}
[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || refuse 'the VM shares programs with its host: Linux on x86-64 only'
command -v qemu-system-x86_64 >/dev/null || refuse "the VM needs the packages in test/hid-vm/vm/packages.txt: no QEMU"
[ -e "$cache/system/.complete" ] || command -v apt-get >/dev/null ||
  refuse "the VM boots Debian's kernel, and there is neither one in $cache nor an apt-get to fetch it"
