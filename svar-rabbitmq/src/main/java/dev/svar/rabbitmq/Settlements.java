package dev.svar.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The decisions about deliveries of one channel, written with as few commands as possible: a run of
 * accepted ones, below which nothing is unsettled, takes one acknowledgement for all.
 *
 * <p>Belongs to the writer thread. A channel numbers its deliveries 1, 2, 3 without a gap.
 */
final class Settlements {
  private final List<Long> accepted = new ArrayList<>();
  private final List<Long> requeued = new ArrayList<>();
  private final List<Long> rejected = new ArrayList<>();

  /** Everything up to this tag is settled. */
  private long floor;

  /** What is settled above it. */
  private final TreeSet<Long> above = new TreeSet<>();

  void add(long tag, RabbitDelivery.Settlement how) {
    switch (how) {
      case ACCEPT -> accepted.add(tag);
      case REQUEUE -> requeued.add(tag);
      case REJECT -> rejected.add(tag);
    }
  }

  /** Writes what was added. */
  void write(Channel channel) throws IOException {
    for (long tag : requeued) {
      channel.basicNack(tag, false, true);
    }
    for (long tag : rejected) {
      channel.basicReject(tag, false);
    }
    above.addAll(requeued);
    above.addAll(rejected);
    above.addAll(accepted);
    while (above.remove(floor + 1)) {
      floor++;
    }
    Collections.sort(accepted);
    int run = 0;
    while (run < accepted.size() && accepted.get(run) <= floor) {
      run++;
    }
    if (run > 0) {
      channel.basicAck(accepted.get(run - 1), run > 1);
    }
    for (long tag : accepted.subList(run, accepted.size())) {
      channel.basicAck(tag, false);
    }
    accepted.clear();
    requeued.clear();
    rejected.clear();
  }
}
