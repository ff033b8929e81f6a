# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Glowplug authors
"""What a run takes at least: the same figures as `glowplug-board --pace` goes by.

The floor is the one of the issue that asked for the bench: connect, then the line or the flash,
whichever takes longer, then one MD5 over everything. Nothing here is fitted to a measurement.
"""

import ctypes
import ctypes.util
import zlib

SECTOR = 4096
BLOCK = 65536
PAGE = 256
CONNECT_S = 0.5
PAGE_S = 0.0007
SECTOR_S = 0.045
BLOCK_S = 0.150
MD5_BYTES_PER_S = 2e6
BITS_PER_BYTE = 10


def libdeflate_12(data):
    """The zlib stream of libdeflate at its highest level, None where it is not installed."""
    name = ctypes.util.find_library('deflate')
    if not name:
        return None
    library = ctypes.CDLL(name)
    library.libdeflate_alloc_compressor.restype = ctypes.c_void_p
    library.libdeflate_zlib_compress.restype = ctypes.c_size_t
    compressor = ctypes.c_void_p(library.libdeflate_alloc_compressor(12))
    out = ctypes.create_string_buffer(len(data) + 4096)
    size = library.libdeflate_zlib_compress(compressor, data, ctypes.c_size_t(len(data)), out,
                                            ctypes.c_size_t(len(out)))
    library.libdeflate_free_compressor(compressor)
    return out.raw[:size] if size else None


def best_deflate_size(data):
    streams = [zlib.compress(data, 9), libdeflate_12(data)]
    return min(len(stream) for stream in streams if stream is not None)


def line_s(n_bytes, baud):
    return n_bytes * BITS_PER_BYTE / baud


def erase_s(offset, size):
    """Blocks where a whole one is due, sectors else."""
    position = offset // SECTOR * SECTOR
    end = -(-(offset + size) // SECTOR) * SECTOR
    total = 0
    while position < end:
        block = position % BLOCK == 0 and end - position >= BLOCK
        total += BLOCK_S if block else SECTOR_S
        position += BLOCK if block else SECTOR
    return total


def program_s(size):
    return -(-size // PAGE) * PAGE_S


def md5_s(size):
    return size / MD5_BYTES_PER_S


def floor_write_s(parts, baud):
    """`parts`: (offset, bytes) of what has to be written."""
    wire = sum(line_s(best_deflate_size(data), baud) for _, data in parts)
    flash = sum(erase_s(offset, len(data)) + program_s(len(data)) for offset, data in parts)
    return CONNECT_S + max(wire, flash) + md5_s(sum(len(data) for _, data in parts))


def floor_proof_s(parts):
    """All of it is there already."""
    return CONNECT_S + md5_s(sum(len(data) for _, data in parts))


def floor_changed_s(parts, changed, baud):
    """`changed`: (offset, bytes) of the sectors that differ."""
    wire = sum(line_s(best_deflate_size(data), baud) for _, data in changed)
    flash = sum(erase_s(offset, len(data)) + program_s(len(data)) for offset, data in changed)
    return CONNECT_S + max(wire, flash) + md5_s(sum(len(data) for _, data in parts))


def floor_read_s(flash, known, baud):
    """What is neither blank nor known goes over the line as it is: no loader compresses what it
    sends. `known`: what the flash is thought to hold."""
    full = sum(1 for i in range(0, len(flash), SECTOR) if flash[i:i + SECTOR] != known[i:i + SECTOR])
    return CONNECT_S + line_s(full * SECTOR, baud) + md5_s(len(flash))


def work_at(stream, grain, offset, size):
    """Per cut of the stream into grains, the end among them: bytes inflated so far, and seconds of
    erasing up to there."""
    inflater = zlib.decompressobj()
    inflated, erasing = [0], [0.0]
    erased = offset // SECTOR * SECTOR
    end = offset + size
    for start in range(0, len(stream), grain):
        inflated.append(inflated[-1] + len(inflater.decompress(stream[start:start + grain])))
        seconds = erasing[-1]
        while erased < offset + inflated[-1]:
            whole = erased % BLOCK == 0 and end - erased >= BLOCK
            seconds += BLOCK_S if whole else SECTOR_S
            erased += BLOCK if whole else SECTOR
        erasing.append(seconds)
    return inflated, erasing


def block_by_block_s(parts, baud, grains=1, block=0x4000):
    """What a loader with one spare block allows at best: block n+1 comes in while block n is
    worked on, and is answered when that is through. Framing and answers counted, no turn-around.
    Each part begins when the one before is through. With one grain all blocks are full, with more
    each is cut where that is best."""
    total = CONNECT_S
    for offset, data in parts:
        stream = min((s for s in (zlib.compress(data, 9), libdeflate_12(data)) if s is not None),
                     key=len)
        grain = block // grains
        inflated, erasing = work_at(stream, grain, offset, len(data))

        def send(first, end, stream=stream, grain=grain):
            size = min(end * grain, len(stream)) - first * grain
            return line_s(size * 1.0078 + 26 + 12, baud)

        def work(first, end, inflated=inflated, erasing=erasing):
            return program_s(inflated[end] - inflated[first]) + erasing[end] - erasing[first]

        # best[end][length]: when the block of that length that ends there is answered
        best = [{}]
        for end in range(1, len(inflated)):
            best.append({})
            for length in range(1, min(end, grains) + 1):
                first = end - length
                sent = send(first, end)
                best[end][length] = sent if first == 0 else min(
                    answered + max(sent, work(first - before, first))
                    for before, answered in best[first].items())
        end = len(inflated) - 1
        total += min(answered + work(end - length, end) for length, answered in best[end].items())
        total += md5_s(len(data))
    return total
