#!/bin/sh
exec /usr/bin/node /usr/lib/hearthd/dist/main.js "$@"
