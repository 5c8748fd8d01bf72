#!/usr/bin/env node
const { command } = require('../lib/config/eject/command');

process.exitCode = command(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
