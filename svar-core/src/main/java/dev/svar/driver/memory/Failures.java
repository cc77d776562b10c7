package dev.svar.driver.memory;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.util.concurrent.CompletableFuture;

/** The ways in which this driver says no: futures that have failed. */
final class Failures {
  private Failures() {}

  static <T> CompletableFuture<T> closed(Bus bus) {
    return failed(
        Outcome.NOT_SENT,
        "The application has closed this end of " + bus + ": nothing goes through it any more");
  }

  static <T> CompletableFuture<T> full(Address address, Bus bus, Bounds bounds) {
    return failed(
        Outcome.REFUSED,
        "A queue of "
            + address
            + " on "
            + bus
            + " is full, because nobody takes what waits there. Start a consumer, or allow more with "
            + limits(bounds));
  }

  static <T> CompletableFuture<T> tooManyRetries(Delivery delivery, Bus bus, Bounds bounds) {
    return failed(
        Outcome.REFUSED,
        "No more messages can wait on "
            + bus
            + " to be retried, such as "
            + delivery
            + ". Retry less or sooner, or allow more with "
            + limits(bounds));
  }

  static <T> CompletableFuture<T> settledBefore(Delivery delivery) {
    return failed(Outcome.NOT_SENT, "Settled before, or its subscription has ended: " + delivery);
  }

  static <T> CompletableFuture<T> noDeadLetters(Address address) {
    return failed(Outcome.REFUSED, address + " has no dead letters: its only reader has it");
  }

  private static String limits(Bounds bounds) {
    return MemoryDriverProvider.QUEUE_LENGTH
        + " (now "
        + bounds.length()
        + ") and "
        + MemoryDriverProvider.QUEUE_BYTES
        + " (now "
        + bounds.bytes()
        + ")";
  }

  private static <T> CompletableFuture<T> failed(Outcome outcome, String message) {
    return CompletableFuture.failedFuture(new DriverException(outcome, message, null));
  }
}
