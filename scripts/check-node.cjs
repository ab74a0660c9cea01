/**
 * Says in one line when the running Node is too old, before anything fails in a way that nobody understands.
 *
 * It must itself run on any Node: CommonJS, no syntax younger than 2015. The range stands in package.json, "engines".
 */
"use strict"

var wanted = /^>=(\d+)\.(\d+)/.exec(require("../package.json").engines.node)
var actual = /^v(\d+)\.(\d+)/.exec(process.version)
var major = Number(actual[1]) - Number(wanted[1])

if (major < 0 || (major === 0 && Number(actual[2]) < Number(wanted[2]))) {
  console.error(
    "Pug Network needs Node " +
      wanted[1] +
      "." +
      wanted[2] +
      " or newer, 24 is what we test. This is " +
      process.version +
      ". In a clone, `npm ci` brings Node 24 along."
  )
  process.exit(1)
}
