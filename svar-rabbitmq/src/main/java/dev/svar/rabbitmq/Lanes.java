package dev.svar.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.rabbitmq.PublishChannel.Receipt;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to three channels; ends them when the broker has taken them over; and decides
 * about what was unconfirmed when a channel or the link is lost. Large messages have a channel of
 * their own, so that one that the broker refuses disturbs no small one; small ones have two, by the
 * {@link Receipt} that they need.
 *
 * <p>Belongs to the writer thread, but for what says otherwise.
 */
final class Lanes implements PublishChannel.Endings {
  private final int largeMessage;
  private final DriverEvents events;
  private final Outbox outbox;
  private final Consumer<Runnable> post;
  private final Consumer<Runnable> later;
  private final Consumer<Publication> pass;
  private final Consumer<String> exchangeMissing;
  private final Lane small = new Lane(Receipt.CONFIRM);
  private final Lane checked = new Lane(Receipt.CHECKPOINT);
  private final Lane large = new Lane(Receipt.CONFIRM);
  private final List<Lane> all = List.of(small, checked, large);
  private final Map<PublishChannel, Lane> channels = new HashMap<>();
  private final List<Publication> justWritten = new ArrayList<>();
  private @Nullable RabbitConnection connection;
  private @Nullable Link link;

  /** Messages of one kind share a channel; it is replaced when the broker closes it. */
  private static final class Lane {
    private final Receipt receipt;

    /** Go before anything else on this lane. */
    private final Deque<Publication> backlog = new ArrayDeque<>();

    private @Nullable PublishChannel channel;

    Lane(Receipt receipt) {
      this.receipt = receipt;
    }
  }

  /**
   * Makes lanes without channels.
   *
   * @param post leaves a task to the writer
   * @param later runs a short task in some milliseconds, on the timer
   * @param pass has a message declared what it needs, and then {@link #send}s it
   * @param exchangeMissing gets the broker's words about one
   */
  Lanes(
      int largeMessage,
      DriverEvents events,
      Outbox outbox,
      Consumer<Runnable> post,
      Consumer<Runnable> later,
      Consumer<Publication> pass,
      Consumer<String> exchangeMissing) {
    this.largeMessage = largeMessage;
    this.events = events;
    this.outbox = outbox;
    this.post = post;
    this.later = later;
    this.pass = pass;
    this.exchangeMissing = exchangeMissing;
  }

  void over(RabbitConnection made) {
    this.connection = made;
  }

  /** Opens the channels that it needs; blocks. The admin thread's. */
  List<PublishChannel> open(Link made) throws IOException {
    List<PublishChannel> opened = new ArrayList<>();
    for (Lane lane : all) {
      opened.add(PublishChannel.open(made, lane.receipt, this));
    }
    return opened;
  }

  /** Goes on over {@code made}, on the channels that were {@link #open}ed. */
  void up(Link made, List<PublishChannel> opened) {
    link = made;
    for (int i = 0; i < all.size(); i++) {
      adopt(made, all.get(i), opened.get(i));
    }
  }

  /** The link is lost: what was written is unknown, what was not goes through the gates again. */
  void down(Link was, Throwable cause) {
    link = null;
    all.forEach(lane -> lane.channel = null);
    DriverException unknown =
        unknown("The connection to RabbitMQ at " + was.broker + " was lost", cause);
    for (PublishChannel channel : channels.keySet()) {
      for (Publication publication : channel.drain()) {
        // One that did not ask for a confirm has ended; the event of the loss tells enough.
        publication.completeExceptionally(unknown);
        outbox.release(publication);
      }
    }
    channels.clear();
    passAgain(backlog());
  }

  /** There will be no link for now. */
  void failAll(DriverException cause) {
    backlog().forEach(publication -> fail(publication, cause));
  }

  private List<Publication> backlog() {
    List<Publication> backlog = new ArrayList<>();
    for (Lane lane : all) {
      backlog.addAll(lane.backlog);
      lane.backlog.clear();
    }
    return backlog;
  }

  private void passAgain(List<Publication> publications) {
    for (Publication publication : publications) {
      publication.writeAgain();
      if (publication.dropped()) {
        outbox.release(publication);
      } else {
        pass.accept(publication);
      }
    }
  }

  /** Writes what had to wait for a channel. */
  void flush(Link up) {
    all.forEach(lane -> flush(lane, up));
  }

  /** Sends what {@code up} held back, and ends what asked for no more than that. */
  void release(Link up) {
    DriverException failure = null;
    try {
      up.socket.release();
    } catch (IOException e) {
      up.kill();
      failure = unknown("The connection to RabbitMQ at " + up.broker + " was lost", e);
    }
    for (Publication publication : justWritten) {
      if (failure == null) {
        publication.announced = true;
        publication.complete(null);
      } else {
        publication.completeExceptionally(failure);
      }
    }
    justWritten.clear();
  }

  /** Everything that it needs is declared. */
  void send(Publication publication) {
    Lane lane = small;
    if (publication.size() >= largeMessage) {
      lane = large;
    } else if (publication.receipt == Receipt.CHECKPOINT) {
      lane = checked;
    }
    if (lane.channel == null || !lane.backlog.isEmpty()) {
      lane.backlog.add(publication);
    } else {
      write(lane, publication);
    }
    Link up = link;
    if (up != null && !lane.backlog.isEmpty() && lane.channel != null) {
      flush(lane, up);
    }
  }

  private void flush(Lane lane, Link up) {
    while (lane.channel != null && !up.blocked.get()) {
      Publication next = lane.backlog.poll();
      if (next == null) {
        return;
      }
      write(lane, next);
    }
  }

  private void write(Lane lane, Publication publication) {
    PublishChannel channel = lane.channel;
    if (channel == null || !publication.write()) {
      return;
    }
    try {
      channel.publish(publication);
      if (publication.options.confirm() == Confirm.NONE) {
        justWritten.add(publication);
      }
    } catch (AlreadyClosedException e) {
      // Not written. Why the channel is closed is told by its listener, which is about to.
      channel.forgetLast();
      lane.channel = null;
      publication.writeAgain();
      if (publication.dropped()) {
        outbox.release(publication);
      } else {
        lane.backlog.addFirst(publication);
      }
    } catch (IOException e) {
      lane.channel = null;
      Link up = link;
      if (up != null) {
        up.kill();
      }
    } catch (RuntimeException e) {
      // It cannot be encoded; the channel has counted it, and would count wrong from now on.
      channel.forgetLast();
      lane.channel = null;
      fail(
          publication, new DriverException(Outcome.REFUSED, "The message cannot be sent: " + e, e));
      abandon(channel);
    }
  }

  /** Asks the broker at once what it has taken over. */
  void ask() {
    PublishChannel channel = checked.channel;
    if (channel != null) {
      ask(channel);
    }
  }

  private void ask(PublishChannel channel) {
    Link up = link;
    if (up == null || !channels.containsKey(channel)) {
      return; // what it was to ask about has been decided
    }
    try {
      channel.ask();
    } catch (IOException e) {
      up.kill();
    }
  }

  @Override
  public void due(PublishChannel channel) {
    post.accept(() -> ask(channel));
  }

  @Override
  public void later(Runnable task) {
    later.accept(task);
  }

  private void abandon(PublishChannel channel) {
    RabbitConnection over = connection;
    if (over != null) {
      over.run(
          () -> {
            try {
              channel.abort();
            } catch (IOException e) {
              // The connection is lost, and with it the channel.
            }
          });
    }
  }

  private void channelClosed(PublishChannel channel, @Nullable Closure closure, Throwable cause) {
    Lane lane = channels.remove(channel);
    List<Publication> pending = channel.drain();
    List<Verdict> verdicts = Verdict.on(closure, pending);
    List<Publication> again = new ArrayList<>();
    boolean missing = closure != null && closure.code() == Closure.NOT_FOUND;
    for (int i = 0; i < pending.size(); i++) {
      Publication publication = pending.get(i);
      if (missing && verdicts.get(i) == Verdict.REPEAT) {
        // The first is the one that met no exchange.
        publication.repeated = true;
        missing = false;
      }
      switch (verdicts.get(i)) {
        case REPEAT -> again.add(publication);
        case REFUSED ->
            fail(
                publication,
                new DriverException(
                    Outcome.REFUSED,
                    "RabbitMQ refused the message of "
                        + publication.size()
                        + " bytes: "
                        + Closure.reason(cause),
                    cause));
        case UNKNOWN ->
            fail(
                publication,
                unknown("RabbitMQ closed the channel before it confirmed the message", cause));
      }
    }
    if (closure != null && closure.code() == Closure.NOT_FOUND) {
      exchangeMissing.accept(closure.text());
    }
    if (lane == null) {
      return;
    }
    if (lane.channel == channel) {
      lane.channel = null;
    }
    again.addAll(lane.backlog);
    lane.backlog.clear();
    passAgain(again);
    reopen(lane);
  }

  private void reopen(Lane lane) {
    Link up = link;
    RabbitConnection over = connection;
    if (up == null || over == null) {
      return;
    }
    over.run(
        () -> {
          try {
            PublishChannel opened = PublishChannel.open(up, lane.receipt, this);
            post.accept(() -> adopt(up, lane, opened));
          } catch (IOException | ShutdownSignalException e) {
            up.kill();
          }
        });
  }

  private void adopt(Link up, Lane lane, PublishChannel opened) {
    if (link != up) {
      return;
    }
    if (opened.isOpen()) {
      channels.put(opened, lane);
      lane.channel = opened;
    } else {
      reopen(lane);
    }
  }

  /** Ends it, and gives its room back. */
  void fail(Publication publication, DriverException cause) {
    boolean told = publication.completeExceptionally(cause);
    if (!told && publication.announced) {
      events.refused(publication.message, cause);
    }
    outbox.release(publication);
  }

  private static DriverException unknown(String what, Throwable cause) {
    return new DriverException(
        Outcome.UNKNOWN,
        what + ": it may or may not have arrived (" + Closure.reason(cause) + ")",
        cause);
  }

  // ---- The reading thread.

  @Override
  public void confirmed(Publication publication) {
    publication.complete(null);
    outbox.release(publication);
  }

  @Override
  public void refused(Publication publication) {
    fail(
        publication,
        new DriverException(
            Outcome.REFUSED,
            "RabbitMQ did not take the message for "
                + publication.route.key()
                + " (basic.nack): a queue is full and rejects, or is not available",
            null));
  }

  @Override
  public void returned(Message message, String reason) {
    events.returned(message, reason);
  }

  @Override
  public void closed(PublishChannel channel, ShutdownSignalException cause) {
    post.accept(() -> channelClosed(channel, Closure.of(cause), cause));
  }
}
