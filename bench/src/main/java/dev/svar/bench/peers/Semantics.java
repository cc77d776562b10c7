package dev.svar.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * What code that is written by hand asks of RabbitMQ for a call.
 *
 * @param name of the contestant
 * @param confirmRequests whether requests go over a channel with publisher confirms; nobody waits
 *     for them, for the reply tells as much
 * @param confirmReplies the same for replies
 * @param mandatoryRequests whether a request that no queue takes comes back
 * @param mandatoryReplies the same for replies
 * @param acknowledgeRequests whether the server acknowledges each request, before it runs
 * @param repliesAtOnce how many replies the client acknowledges together; 0 if it need not
 * @param namedReplyQueue whether replies come through a queue with a name; else directly to the
 *     channel (direct reply-to)
 * @param onReadingThread whether callbacks run on the thread that reads from the broker, which the
 *     client library does not do by itself
 */
public record Semantics(
    String name,
    boolean confirmRequests,
    boolean confirmReplies,
    boolean mandatoryRequests,
    boolean mandatoryReplies,
    boolean acknowledgeRequests,
    int repliesAtOnce,
    boolean namedReplyQueue,
    boolean onReadingThread) {

  /** What the library asks for: to be changed with it. */
  public static final Semantics SAME =
      new Semantics("by hand", false, false, true, true, true, 50, true, false);

  /** As little as goes. */
  public static final Semantics CHEAPEST =
      new Semantics("by hand, cheapest", false, false, false, false, false, 0, false, true);

  String settings() {
    List<String> words = new ArrayList<>();
    words.add(namedReplyQueue ? "named reply queue" : "direct reply-to");
    words.add(both(confirmRequests, confirmReplies, "confirms", "confirmed"));
    words.add(both(mandatoryRequests, mandatoryReplies, "mandatory", "mandatory"));
    words.add(acknowledgeRequests ? "each request acknowledged" : "requests not acknowledged");
    words.add(
        repliesAtOnce > 0
            ? "replies acknowledged " + repliesAtOnce + " at a time"
            : "replies not acknowledged");
    words.add(
        onReadingThread ? "callbacks on the reading thread" : "callbacks on the client's threads");
    words.add("methods run in the callback, one at a time");
    words.add("connections for requests and for the server");
    return String.join("; ", words);
  }

  private static String both(boolean requests, boolean replies, String noun, String adjective) {
    if (requests && replies) {
      return "requests and replies " + adjective;
    } else if (requests || replies) {
      return (requests ? "requests " : "replies ") + adjective;
    }
    return "no " + noun;
  }
}
