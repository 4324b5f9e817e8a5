#!/bin/sh
# in-chroot.sh CHROOT WORK COMMAND...: runs the command in the chroot, with the folder WORK seen as /bed.
# The mounts are in a mount namespace of their own and vanish with the command. The host name must resolve without
# DNS, else Asterisk waits for a name server at every start; "bed" stands in the chroot's /etc/hosts.
set -eu
chroot=$(cd "$1" && pwd)
work=$(cd "$2" && pwd)
shift 2
exec unshare --mount --uts sh -c '
  set -eu
  chroot=$1 work=$2
  shift 2
  hostname bed
  mount --rbind /dev "$chroot/dev"
  mount -t proc proc "$chroot/proc"
  mount --bind "$work" "$chroot/bed"
  exec chroot "$chroot" "$@"' in-chroot "$chroot" "$work" "$@"
