#!/bin/sh
# initramfs.sh SYSTEM FILE: packs busybox, the kernel modules of SYSTEM (system.sh) and init into the file that is the
# root folder of the VM. Made anew for every boot, which takes a tenth of a second.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
system=$1 file=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# mktemp makes it 0700, and other users of the VM need to get in.
chmod 755 "$root"
cd "$root"
mkdir -p app bin dev etc out proc root sys tmp usr
ln -s usr/lib usr/lib64 .
cp "$system/busybox" bin/busybox
for applet in $(bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "bin/$applet"; done
cp -r "$system/modules" modules
install -m 755 "$here/init" init
echo 'root:x:0:0:root:/root:/bin/sh' >etc/passwd
find . | bin/busybox cpio --quiet -o -H newc >"$file"
