/**
 * Calls in flight, replies, requests, duplicates, heartbeats and retries, once for every driver.
 */
@NullMarked
package dev.svar.internal.engine;

import org.jspecify.annotations.NullMarked;
