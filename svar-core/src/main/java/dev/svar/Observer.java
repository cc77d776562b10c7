package dev.svar;

/**
 * Hears of everything that a transport counts, in the order it was counted, one event at a time, on
 * a thread of the transport that reads from no broker. What it throws is logged.
 */
@FunctionalInterface
public interface Observer {

  /**
   * Something was counted.
   *
   * @param counter which count went up by one
   * @param detail what happened, in a few words, without payload or credentials
   */
  void on(Counter counter, String detail);
}
