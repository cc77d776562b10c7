package dev.svar.internal.engine;

import dev.svar.MalformedReplyException;
import dev.svar.MessagingException;
import dev.svar.internal.codec.Credit;
import dev.svar.internal.codec.IncomingReply;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one stream, put in order, until they are taken; and the credit for more. Replies
 * with numbers are ordered by them; those without come in order, and are known by their ids. Not
 * thread-safe: guarded by the lock of its {@link IncomingStream}.
 */
final class ReceivedItems {
  /** Of replies without numbers: {@code rpc/amqp.py} of oslo-incubator remembers as many. */
  private static final int REMEMBERED_IDS = 16;

  private record Arrived(IncomingReply reply, int bytes) {}

  private final PendingCall call;
  private final long mostBytes; // of one item, and of all that wait of a server without credit
  private final Consumer<String> repeated;

  private final Map<Long, Arrived> early = new HashMap<>();
  private final Queue<Arrived> ready = new ArrayDeque<>();
  private final Duplicates ids = new Duplicates(REMEMBERED_IDS);
  private long next; // the number of the reply that comes into ready next
  private long items; // how many came into ready
  private long readyBytes;
  private long arrivedBytes; // of items with numbers
  private long takenItems;
  private long takenBytes;
  private Credit given = StreamLimits.FIRST;
  private boolean ended;

  /**
   * Nothing received yet.
   *
   * @param repeated hears what came again and was dropped
   */
  ReceivedItems(PendingCall call, long mostBytes, Consumer<String> repeated) {
    this.call = call;
    this.mostBytes = mostBytes;
    this.repeated = repeated;
  }

  /** A reply came. Returns why the stream cannot go on with it; null if it can. */
  @Nullable RuntimeException put(IncomingReply reply, int bytes) {
    if (reply.item() != null) {
      return numbered(new Arrived(reply, bytes), reply.item().number());
    }
    return reply.isHeartbeat() ? null : unnumbered(new Arrived(reply, bytes));
  }

  private @Nullable RuntimeException numbered(Arrived arrived, long number) {
    if (number < next || early.containsKey(number)) {
      repeated.accept("item " + number);
      return null;
    }
    boolean last = arrived.reply().isLast();
    if (last ? number > given.items() : number >= given.items()) {
      return beyondCredit("item " + number, "limit: " + given.items());
    }
    arrivedBytes += last ? 0 : arrived.bytes();
    if (arrivedBytes > given.bytes() + mostBytes) {
      return beyondCredit(
          arrivedBytes + " bytes up to item " + number,
          "limit: " + given.bytes() + " bytes, and one item above it");
    }
    early.put(number, arrived);
    Arrived one = early.remove(next);
    while (one != null && !ended) {
      next++;
      add(one);
      one = early.remove(next);
    }
    return null;
  }

  private MalformedReplyException beyondCredit(String what, String limit) {
    return new MalformedReplyException(
        "The stream of "
            + call.what()
            + " brought "
            + what
            + ", for which no credit was given ("
            + limit
            + "; request "
            + call.messageId
            + ")",
        null);
  }

  private @Nullable RuntimeException unnumbered(Arrived arrived) {
    IncomingReply reply = arrived.reply();
    String id = reply.uniqueId();
    if (id != null && !ids.firstTime(id)) {
      repeated.accept("reply " + id);
      return null;
    }
    boolean oneAndAll = items == 0 && !call.of2013;
    if (reply.isLast() && reply.failure() == null && reply.result().isNull() && !oneAndAll) {
      ended = true; // it ends, and is no item
      return null;
    }
    if (ready.size() >= StreamLimits.ITEMS_WITHOUT_CREDIT
        || readyBytes + arrived.bytes() > mostBytes) {
      return new MessagingException(
          "The stream of "
              + call.what()
              + " brings items faster than they are read, and its server knows no credit: "
              + ready.size()
              + " items wait (limits: "
              + StreamLimits.ITEMS_WITHOUT_CREDIT
              + " items, maxMessageBytes: "
              + mostBytes
              + " bytes; request "
              + call.messageId
              + ")",
          null);
    }
    add(arrived);
    return null;
  }

  /** The next one in order. */
  private void add(Arrived arrived) {
    IncomingReply reply = arrived.reply();
    boolean isEnd = reply.isLast() && reply.item() != null && reply.failure() == null;
    if (!isEnd) {
      ready.add(arrived);
      readyBytes += arrived.bytes();
      items++;
    }
    ended |= reply.isLast();
  }

  /** Whether the last reply came, and all before it. */
  boolean ended() {
    return ended;
  }

  /** How many came in order, taken or not. */
  long items() {
    return items;
  }

  /** Whether nothing is there to be taken. */
  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Whether what is taken next is the failure that ends the stream. */
  boolean isFailureNext() {
    Arrived first = ready.peek();
    return first != null && first.reply().failure() != null;
  }

  /** Whether later ones came, and {@link #next} did not. */
  boolean hasGap() {
    return !early.isEmpty();
  }

  /** The number of the one that is awaited. */
  long next() {
    return next;
  }

  /** Takes the first one; null if none is there. */
  @Nullable IncomingReply poll() {
    Arrived one = ready.poll();
    if (one == null) {
      return null;
    }
    takenItems++;
    takenBytes += one.bytes();
    readyBytes -= one.bytes();
    return one.reply();
  }

  /** All that was given so far. */
  Credit credit() {
    return given;
  }

  /** The credit to give now, if half of the window was taken; null if it was not. */
  @Nullable Credit moreCredit() {
    Credit due = new Credit(takenItems + StreamLimits.ITEMS, takenBytes + StreamLimits.BYTES);
    if (due.items() - given.items() < StreamLimits.ITEMS / 2
        && due.bytes() - given.bytes() < StreamLimits.BYTES / 2) {
      return null;
    }
    given = due;
    return due;
  }

  /** Forgets what is there. */
  void clear() {
    ready.clear();
    early.clear();
  }
}
