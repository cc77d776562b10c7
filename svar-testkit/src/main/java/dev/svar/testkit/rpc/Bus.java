package dev.svar.testkit.rpc;

import dev.svar.Transport;

/** Says how a driver under test is reached. */
public interface Bus {

  /**
   * A transport to the one bus that all transports of a test share, not opened yet. Tests use names
   * of their own, so that they may run side by side.
   */
  Transport.Builder transport();
}
