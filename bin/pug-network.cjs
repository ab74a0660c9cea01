#!/usr/bin/env node
/**
 * The command `pug-network`: the program in dist/main.js, behind a check that any Node can run. An old one would stop at
 * the program's imports already, with words about a missing export.
 */
"use strict"

require("../scripts/check-node.cjs")
import("../dist/main.js")
