#!/bin/sh
# system.sh: makes what the VM boots, from packages of Debian that are unpacked and not installed, and prints its folder:
#   vmlinuz   the kernel            busybox   static
#   modules/  the kernel modules of modules.txt with all they need, and `order`, in which to load them
# Nothing to do when it is there. Half a minute and 100 MB of download the first time; no root needed.
#   OFFHOOK_VM_CACHE   the folder (default: ~/.cache/offhook/hid-vm)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${OFFHOOK_VM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/offhook/hid-vm}
if cmp -s "$here/modules.txt" "$cache/system/.complete"; then
  echo "$cache/system"
  exit 0
fi
command -v apt-get >/dev/null || {
  echo "no $cache/system, and no apt-get to make it from" >&2
  exit 1
}

echo "Unpacking Debian's kernel into $cache (half a minute) ..." >&2
mkdir -p "$cache"
work=$(mktemp -d "$cache/unpack.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/packages" "$work/root" "$work/system" "$work/system/modules"
cd "$work/packages"
find_kernel() { apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1; }
kernel=$(find_kernel)
if [ -z "$kernel" ] && [ "$(id -u)" = 0 ]; then
  apt-get update -qq >&2
  kernel=$(find_kernel)
fi
[ -n "$kernel" ] || {
  echo 'apt knows no linux-image-amd64 (apt-get update)' >&2
  exit 1
}
# apt's own user may not write into the cache of whoever runs this.
apt-get download -qq -o APT::Sandbox::User=root "$kernel" busybox-static >&2
for package in *.deb; do dpkg-deb --extract "$package" "$work/root"; done

cd "$work/root"
busybox=$(find . -name busybox -type f -perm -u+x | head -n 1)
cp "$busybox" "$work/system/busybox"
cp boot/vmlinuz-* "$work/system/vmlinuz"
# Newer kernels pack their modules; busybox insmod wants them plain.
find . -name '*.ko.xz' -exec "$work/system/busybox" unxz {} +
version=$(basename "$(find . -type d -path '*/lib/modules/*' -prune)")
modules=$(dirname "$(find . -type d -path "*/lib/modules/$version" -prune)")/$version
[ -e "$modules/modules.dep" ] || "$work/system/busybox" depmod -b "${modules%/lib/modules/*}" "$version"

# Depth first, so that whatever a module needs is loaded before it. A subshell keeps each call's variables its own.
add() (
  # `-` and `_` are the same to the kernel, not to a file system. Modules built into the kernel have no line.
  pattern=$(echo "$1" | sed 's/[-_]/[-_]/g')
  file=$(sed -n "s#^\([^:]*/$pattern\.ko\):.*#\1#p" "$modules/modules.dep")
  [ -n "$file" ] || exit 0
  name=$(basename "$file")
  [ ! -e "$work/system/modules/$name" ] || exit 0
  for needed in $(sed -n "s#^$file:##p" "$modules/modules.dep"); do add "$(basename "$needed" .ko)"; done
  cp "$modules/$file" "$work/system/modules/$name"
  echo "$name" >>"$work/system/modules/order"
)
while read -r module; do add "$module"; done <"$here/modules.txt"

cp "$here/modules.txt" "$work/system/.complete"
rm -rf "$cache/system"
mv "$work/system" "$cache/system"
echo "$cache/system"
