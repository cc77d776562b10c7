package dev.svar.notify;

/** Found by {@link java.util.ServiceLoader}: a driver for notifiers, by the name they select. */
public interface NotifierDriverProvider {

  /** The name, as {@link Notifier.Builder#driver} and the option {@code driver} have it. */
  String name();

  /**
   * Makes a driver for one notifier.
   *
   * @param drivers the other drivers of that notifier
   * @throws IllegalArgumentException if it cannot be used as configured, saying why
   */
  NotifierDriver open(NotifierDrivers drivers);
}
