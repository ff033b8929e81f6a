// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Glowplug authors
//
// npm's improv-wifi-serial-sdk as the host of a simulated board over TCP. It wants a port of
// the Web Serial API: a socket is made to look like one.
//
// usage: improv-sdk.mjs PACKAGE_DIR WORK_DIR TCP_PORT improv|wled|tasmota

import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [packageDir, workDir, tcpPort, kind] = process.argv.slice(2);
const KEY = "GLOWsecretKEY-wifi";
const URL_JOINED = "http://192.168.7.42/";

/** The package is made for bundlers: Node wants the endings of the files it imports. */
async function load() {
  const files = ["const.js", "serial.js", "util/hex-formatter.js", "util/to-hex.js"];
  fs.mkdirSync(path.join(workDir, "util"), { recursive: true });
  fs.writeFileSync(path.join(workDir, "package.json"), '{"type":"module"}');
  for (const file of files) {
    const text = fs.readFileSync(path.join(packageDir, "dist", file), "utf8");
    const whole = text.replace(/(from "\.[^"]*?)(\.js)?";/g, '$1.js";');
    fs.writeFileSync(path.join(workDir, file), whole);
  }
  return import(pathToFileURL(path.join(workDir, "serial.js")).href);
}

/** The part of SerialPort that the SDK uses. */
async function openPort() {
  const socket = net.connect(Number(tcpPort), "127.0.0.1");
  socket.setNoDelay(true);
  await new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  return {
    socket,
    readable: new ReadableStream({
      start(controller) {
        socket.on("data", (data) => controller.enqueue(new Uint8Array(data)));
      },
    }),
    writable: new WritableStream({
      write: (data) => new Promise((resolve) => socket.write(data, resolve)),
    }),
  };
}

async function testInfo(improv) {
  const expected = {
    improv: ["ESPHome", "2026.10.2", "ESP32-C3", "living-room", "ESP-IDF", "5.5.1"],
    wled: ["WLED", "0.15.0", "ESP32", "WLED", null, null],
    tasmota: ["Tasmota", "14.3.0", "ESP32", "Tasmota", null, null],
  }[kind];
  const info = await improv.initialize(5000);
  assert.deepEqual(
    [info.firmware, info.version, info.chipFamily, info.name, info.osName, info.osVersion],
    expected,
  );
  assert.equal(improv.state, 2);
  assert.equal(improv.nextUrl, undefined);
}

async function testScan(improv) {
  if (kind === "wled") {
    await assert.rejects(improv.scan(10000), /UNKNOWN_RPC_COMMAND/);
    return;
  }
  const found = await improv.scan(10000);
  assert.equal(found.length, 6);
  assert.deepEqual(found.find((one) => one.name === "Guest"), {
    name: "Guest",
    rssi: -62,
    secured: false,
  });
  assert.ok(found.some((one) => one.name === "Café Nord" && !one.secured));
  assert.ok(found.some((one) => one.name === "Workshop" && one.rssi === -48 && one.secured));
}

async function testNames(improv) {
  if (kind !== "improv") {
    await assert.rejects(improv.getHostname(5000), /UNKNOWN_RPC_COMMAND/);
    return;
  }
  assert.equal(await improv.setDeviceName("Küche"), "Küche");
  assert.equal(await improv.setHostname("kitchen-1"), "kitchen-1");
  assert.equal(await improv.getHostname(), "kitchen-1");
  await assert.rejects(improv.setHostname("no_good"), /BAD_HOSTNAME/);
  await improv.requestInfo();
  assert.equal(improv.info.name, "Küche");
}

async function testProvision(improv) {
  const states = [];
  improv.addEventListener("state-changed", (event) => states.push(event.detail));
  await assert.rejects(
    improv.provision("Workshop", "GLOWsecretKEY-wrong", 20000),
    /UNABLE_TO_CONNECT/,
  );
  await improv.provision("Workshop", KEY, 20000);
  assert.equal(improv.nextUrl, URL_JOINED);
  assert.deepEqual(states, [3, 2, 3, 4]);
  improv.nextUrl = undefined;
  await improv.requestCurrentState(5000);
  assert.equal(improv.nextUrl, URL_JOINED);
}

async function testNetworkState(improv) {
  if (kind !== "improv") {
    await assert.rejects(improv.requestNetworkState(5000), /UNKNOWN_RPC_COMMAND/);
    return;
  }
  const state = await improv.requestNetworkState(5000);
  assert.deepEqual([state.online, state.supportsWifi, state.urls], [true, true, [URL_JOINED]]);
}

const { ImprovSerial } = await load();
const port = await openPort();
const quiet = { log() {}, error() {}, debug() {} };
const improv = new ImprovSerial(port, quiet);

for (const test of [testInfo, testScan, testNames, testProvision, testNetworkState]) {
  await test(improv);
  console.log(`  ${test.name}: ok`);
}
await improv.close();
port.socket.destroy();
process.exit(0);
