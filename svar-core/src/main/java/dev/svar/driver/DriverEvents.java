package dev.svar.driver;

/**
 * What a driver tells the library as it happens. Called on threads of the driver, or on one that
 * publishes; implementations do not block. The driver logs nothing of this itself.
 */
public interface DriverEvents {

  /**
   * A connection is up.
   *
   * @param broker the host and port, and what for, without credentials
   * @param again whether this replaces one that was lost
   */
  void connected(String broker, boolean again);

  /** A connection that was up is lost; the driver is about to restore it. */
  void lost(String broker, Throwable cause);

  /** The broker takes no publications for now. */
  void blocked(String reason);

  /** The broker takes publications again. */
  void unblocked();

  /**
   * A mandatory message had nowhere to go. Called before its publication is confirmed.
   *
   * @param message as it was published, or as the broker gave it back
   */
  void returned(Message message, String reason);

  /**
   * A message published without {@link PublishOptions#confirm} was refused after it was written, or
   * its fate is unknown because the channel (not the connection) was closed.
   */
  void refused(Message message, DriverException cause);

  /** Something that others had deleted (a queue, an exchange, a binding) was restored. */
  void repaired(String what);

  /** The driver goes on in another way than was configured, and says why. */
  void degraded(String what);
}
