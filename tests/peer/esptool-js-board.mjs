// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Glowplug authors
//
// Flashes a simulated board with npm's esptool-js over TCP and reads it back.
// esptool-js wants a port of the Web Serial API: a socket is made to look like one.
//
// usage: esptool-js-board.mjs PACKAGE_DIR TCP_PORT FIRMWARE OFFSET

import { readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [packageDir, tcpPort, firmwarePath, offsetText] = process.argv.slice(2);
const bundle = path.resolve(packageDir, "bundle.js");
const { ESPLoader, Transport } = await import(pathToFileURL(bundle).href);

/** The part of SerialPort that esptool-js uses; the lines lead nowhere. */
class SocketPort {
  async open() {
    this.socket = net.connect(Number(tcpPort), "127.0.0.1");
    this.socket.setNoDelay(true);
    const socket = this.socket;
    this.readable = new ReadableStream({
      start(controller) {
        socket.on("data", (data) => controller.enqueue(new Uint8Array(data)));
        socket.on("close", () => {
          try {
            controller.close();
          } catch {
            // cancelled by the reader before
          }
        });
      },
    });
    this.writable = new WritableStream({
      write: (data) => new Promise((resolve) => socket.write(data, resolve)),
    });
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
  }

  async close() {
    this.socket.destroy();
  }

  async setSignals() {}

  async forget() {}

  getInfo() {
    return {};
  }

  addEventListener() {}

  removeEventListener() {}
}

const terminal = { clean() {}, write() {}, writeLine: (text) => console.log(`  ${text}`) };
const transport = new Transport(new SocketPort(), false);
const loader = new ESPLoader({ transport, baudrate: 115200, romBaudrate: 115200, terminal });
const data = new Uint8Array(readFileSync(firmwarePath));
const offset = Number(offsetText);

await loader.main("no_reset");
await loader.writeFlash({
  fileArray: [{ data, address: offset }],
  flashMode: "keep",
  flashFreq: "keep",
  flashSize: "keep",
  eraseAll: false,
  compress: true,
});
const length = Math.min(data.length, 0x20000);
const back = await loader.readFlash(offset, length);
if (Buffer.compare(Buffer.from(back), Buffer.from(data.subarray(0, length))) !== 0) {
  console.log("FAILED: what was read is not what was written");
  process.exit(1);
}
console.log("read back what was written");
process.exit(0);
