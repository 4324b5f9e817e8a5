#!/bin/sh
# chroot.sh: makes the chroot with Asterisk, which Debian 12 does not carry, and prints its folder. Nothing to do when
# it is there. About a minute and 500 MB the first time; needs root, debootstrap and a Debian archive.
#   OFFHOOK_ASTERISK          the folder (default: ~/.cache/offhook/asterisk)
#   OFFHOOK_ASTERISK_SUITE    sid        OFFHOOK_ASTERISK_ARCHIVE    debootstrap's own default
set -eu
chroot=${OFFHOOK_ASTERISK:-${XDG_CACHE_HOME:-$HOME/.cache}/offhook/asterisk}
if [ ! -e "$chroot/bed/.complete" ]; then
  if [ ! -x "$chroot/usr/sbin/asterisk" ] || [ -d "$chroot/debootstrap" ]; then
    echo "Installing Asterisk into $chroot (about a minute) ..." >&2
    # What an interrupted run left is of no use, debootstrap does not go on where it stopped; anything else is not ours.
    if [ -d "$chroot/debootstrap" ]; then
      rm -rf --one-file-system "$chroot"
    elif [ -n "$(ls -A "$chroot" 2>/dev/null)" ]; then
      echo "$chroot holds something else" >&2
      exit 1
    fi
    mkdir -p "$chroot"
    if ! debootstrap --variant=minbase --include=asterisk,asterisk-modules "${OFFHOOK_ASTERISK_SUITE:-sid}" \
      "$chroot" ${OFFHOOK_ASTERISK_ARCHIVE:+"$OFFHOOK_ASTERISK_ARCHIVE"} >"$chroot.log" 2>&1; then
      tail -5 "$chroot.log" >&2
      exit 1
    fi
  fi
  rm -f "$chroot"/var/cache/apt/archives/*.deb
  printf '127.0.0.1 localhost bed\n' >"$chroot/etc/hosts"
  mkdir -p "$chroot/bed"
  : >"$chroot/bed/.complete"
fi
echo "$chroot"
