package dev.svar.driver.memory;

import dev.svar.driver.Options;

/**
 * How much may wait in a queue.
 *
 * @param length in messages
 * @param bytes in bytes of their bodies
 */
record Bounds(int length, long bytes) {

  static Bounds of(Options options) {
    return new Bounds(
        options.get(MemoryDriverProvider.QUEUE_LENGTH),
        options.get(MemoryDriverProvider.QUEUE_BYTES));
  }
}
