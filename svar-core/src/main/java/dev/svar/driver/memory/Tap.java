package dev.svar.driver.memory;

import dev.svar.driver.Address;

/**
 * One consumer of one queue.
 *
 * @param address the subscribed address that led to the queue
 */
record Tap(MemorySubscription subscription, MemoryQueue queue, Address address) {}
