package dev.svar.driver;

/**
 * A message that arrived and awaits a decision. It is settled once, by {@link #accept}, {@link
 * #requeue} or {@link #reject}, from any thread and in any order among deliveries. None of these
 * blocks.
 *
 * <p>It belongs to the channel or assignment that brought it. Settled after that was lost it does
 * nothing: the broker delivers the message again.
 */
public interface Delivery {

  /** What arrived. */
  Message message();

  /** The subscribed address it arrived at. */
  Address address();

  /** Whether the broker says that it delivered this message before. */
  boolean redelivered();

  /**
   * Tells the broker that the message is done.
   *
   * @return false if the delivery was settled before, or what brought it is gone
   */
  boolean accept();

  /**
   * Gives the message back, so that it is delivered again, here or elsewhere.
   *
   * @return false if the delivery was settled before, or what brought it is gone
   */
  boolean requeue();

  /**
   * Refuses the message for good: the broker drops or dead-letters it.
   *
   * @param reason for the driver's log, where it has one
   * @return false if the delivery was settled before, or what brought it is gone
   */
  boolean reject(String reason);
}
