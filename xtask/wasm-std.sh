#!/bin/sh
# The standard library for wasm32-unknown-unknown where rustup cannot download it: compiled from
# the package rust-src of Debian, which must be of exactly the version of the rustc in use, and
# laid into the toolchain. Needs root (for apt's lists), half a minute and about 200 MB in /tmp.
set -eu
target=wasm32-unknown-unknown
version=$(rustc --version | cut -d' ' -f2)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The archive is the one that this machine already uses.
archive=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
  grep -o 'https\?://[^ ]*/debian/\?\( \|$\)' | head -n 1 | tr -d ' ')
[ -n "$archive" ] || { echo "no Debian archive is configured here" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/parts"
for suite in trixie-backports forky sid; do
  echo "deb [signed-by=$keyring] $archive $suite main"
done > "$work/sources.list"
# Lists of our own: those of the system stay as they are.
with_lists() {
  command=$1; shift
  "$command" -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/parts" \
    -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root "$@"
}
with_lists apt-get --quiet update >&2 || true # a suite may be missing, one is enough
package=$(with_lists apt-cache madison rust-src | awk -F' *[|] *' '{ print $2 }' | grep "^$version+" | head -n 1) || true
[ -n "$package" ] || { echo "Debian has no rust-src $version" >&2; exit 1; }
(cd "$work" && with_lists apt-get --quiet download "rust-src=$package" >&2 && dpkg -x rust-src_*.deb sources)

# What cargo's own -Zbuild-std sets, so that a stable compiler takes the result as its own.
RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
  __CARGO_DEFAULT_LIB_METADATA=stablestd \
  cargo build --release --target "$target" --target-dir "$work/target" \
  --manifest-path "$work/sources/usr/src/rustc-$version/library/sysroot/Cargo.toml"
into="$(rustc --print sysroot)/lib/rustlib/$target/lib"
mkdir -p "$into"
cp "$work/target/$target/release/deps/"*.rlib "$into/"
