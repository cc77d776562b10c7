package dev.svar.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * What code that is written by hand asks of RabbitMQ for a call.
 *
 * @param name of the contestant
 * @param confirms whether requests and replies go over channels with publisher confirms; nobody
 *     waits for those of requests, for the reply tells as much
 * @param mandatory whether a request or a reply that no queue takes comes back
 * @param requestsAtOnce how many requests the server acknowledges together, before the last of them
 *     runs; 0 if it need not
 * @param prefetch how many requests the server has unacknowledged at most
 * @param repliesAtOnce how many replies the client acknowledges together; 0 if it need not
 * @param replyQueue where replies go
 * @param persistent whether messages are marked so
 * @param io how the client library reads and writes
 */
public record Semantics(
    String name,
    boolean confirms,
    boolean mandatory,
    int requestsAtOnce,
    int prefetch,
    int repliesAtOnce,
    ReplyQueue replyQueue,
    boolean persistent,
    Io io) {

  /** Where replies go. */
  enum ReplyQueue {
    NAMED("named reply queue"),
    EXCLUSIVE("exclusive reply queue"),
    DIRECT("direct reply-to");

    private final String words;

    ReplyQueue(String words) {
      this.words = words;
    }
  }

  /** How the client library reads and writes. */
  enum Io {
    LIBRARY("callbacks on the client's threads"),
    READING_THREAD("callbacks on the reading thread"),
    READING_THREAD_AND_WORKERS(
        "callbacks on the reading thread; methods on " + WORKERS + " other threads"),
    NETTY("Netty, callbacks on its threads"),
    NETTY_AND_WORKERS("Netty, callbacks on its threads; methods on " + WORKERS + " other threads");

    private final String words;

    Io(String words) {
      this.words = words;
    }

    boolean hasWorkers() {
      return this == READING_THREAD_AND_WORKERS || this == NETTY_AND_WORKERS;
    }

    boolean isNetty() {
      return this == NETTY || this == NETTY_AND_WORKERS;
    }
  }

  /** How many threads run methods where they do not run in the callback. */
  static final int WORKERS = 2;

  /** What the library asks for: to be changed with it. */
  public static final Semantics SAME =
      new Semantics("by hand", false, true, 1, 64, 50, ReplyQueue.NAMED, true, Io.LIBRARY);

  /** As little as goes. */
  public static final Semantics CHEAPEST =
      new Semantics(
          "by hand, cheapest", false, false, 0, 64, 0, ReplyQueue.DIRECT, true, Io.READING_THREAD);

  /** The same but for one thing each, to see what that costs. */
  public static List<Semantics> variants() {
    return List.of(
        new Semantics("confirms", true, true, 1, 64, 50, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics("not mandatory", false, false, 1, 64, 50, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics(
            "16 requests acknowledged at once",
            false,
            true,
            16,
            64,
            50,
            ReplyQueue.NAMED,
            true,
            Io.LIBRARY),
        new Semantics(
            "each reply acknowledged", false, true, 1, 64, 1, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics(
            "no reply acknowledged", false, true, 1, 64, 0, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics(
            "exclusive reply queue",
            false,
            true,
            1,
            64,
            50,
            ReplyQueue.EXCLUSIVE,
            true,
            Io.LIBRARY),
        // RabbitMQ 3.10 returns mandatory replies of this kind, although they arrive.
        new Semantics(
            "direct reply-to, not mandatory",
            false,
            false,
            1,
            64,
            0,
            ReplyQueue.DIRECT,
            true,
            Io.LIBRARY),
        new Semantics(
            "not persistent", false, true, 1, 64, 50, ReplyQueue.NAMED, false, Io.LIBRARY),
        new Semantics("prefetch 1", false, true, 1, 1, 50, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics("prefetch 8", false, true, 1, 8, 50, ReplyQueue.NAMED, true, Io.LIBRARY),
        new Semantics(
            "on the reading thread",
            false,
            true,
            1,
            64,
            50,
            ReplyQueue.NAMED,
            true,
            Io.READING_THREAD),
        new Semantics(
            "on the reading thread, and workers",
            false,
            true,
            1,
            64,
            50,
            ReplyQueue.NAMED,
            true,
            Io.READING_THREAD_AND_WORKERS),
        new Semantics(
            "Netty, and workers",
            false,
            true,
            1,
            64,
            50,
            ReplyQueue.NAMED,
            true,
            Io.NETTY_AND_WORKERS),
        new Semantics("Netty", false, true, 1, 64, 50, ReplyQueue.NAMED, true, Io.NETTY));
  }

  int deliveryMode() {
    return persistent ? 2 : 1;
  }

  String settings() {
    List<String> words = new ArrayList<>();
    words.add(replyQueue.words);
    words.add(confirms ? "requests and replies confirmed" : "no confirms");
    words.add(mandatory ? "requests and replies mandatory" : "nothing mandatory");
    words.add(acknowledged("requests", requestsAtOnce));
    words.add(acknowledged("replies", repliesAtOnce));
    words.add(persistent ? "persistent messages" : "transient messages");
    words.add(io.words);
    words.add("prefetch " + prefetch);
    if (!io.hasWorkers()) {
      words.add("methods run in the callback, one at a time");
    }
    words.add("connections for requests and for the server");
    return String.join("; ", words);
  }

  private static String acknowledged(String what, int atOnce) {
    return switch (atOnce) {
      case 0 -> what + " not acknowledged";
      case 1 -> what + " acknowledged one by one";
      default -> what + " acknowledged " + atOnce + " at a time";
    };
  }
}
