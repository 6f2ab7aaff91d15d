#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Called by Maven: `build.sh ui` builds the app when it changed, `build.sh test` tests it when it changed.
command -v node >/dev/null 2>&1 || {
  echo "narthex web-ui: install Node.js 20 or newer with npm" >&2
  exit 1
}
exec node "$(dirname "$0")/build.mjs" "$@"
