#!/bin/sh
# SPDX-License-Identifier: MIT
# Print the folder that holds the libfdt sources, fetching them first if need be: see fetch.py.
exec python3 "$(dirname "$0")/fetch.py" libfdt
