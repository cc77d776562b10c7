package dev.svar.rabbitmq;

import dev.svar.driver.DriverConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * In which order brokers are tried. They are shuffled once, when the driver is made; a round tries
 * each once, from the one that answered last (round-robin) or in a new order (shuffle).
 *
 * <p>Used by one thread at a time.
 */
final class Hosts {

  /** A broker with everything that the URL may leave out. */
  record Host(String name, int port, String user, String password) {
    @Override
    public String toString() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
  }

  private final List<Host> hosts;
  private final boolean shuffle;
  private int next;

  Hosts(List<Host> order, boolean shuffle) {
    this.hosts = order;
    this.shuffle = shuffle;
  }

  /** What the URL gives, completed with oslo.messaging's defaults, in random order. */
  static List<Host> of(List<DriverConfig.Host> given, RandomGenerator random) {
    List<Host> hosts = new ArrayList<>();
    for (DriverConfig.Host host : given) {
      String name = host.name();
      Integer port = host.port();
      String user = host.username();
      String password = host.password();
      hosts.add(
          new Host(
              name == null || name.isEmpty() ? "localhost" : name,
              port == null ? 5672 : port,
              user == null || user.isEmpty() ? "guest" : user,
              password == null ? "guest" : password));
    }
    if (hosts.isEmpty()) {
      hosts.add(new Host("localhost", 5672, "guest", "guest"));
    }
    for (int i = hosts.size() - 1; i > 0; i--) {
      Collections.swap(hosts, i, random.nextInt(i + 1));
    }
    return List.copyOf(hosts);
  }

  /** Every host once. */
  List<Host> round() {
    List<Host> round = new ArrayList<>(hosts);
    if (shuffle) {
      Collections.shuffle(round);
    } else {
      Collections.rotate(round, -next);
    }
    return round;
  }

  /** The connection to {@code host} is lost or could not be made: the next round starts behind. */
  void failed(Host host) {
    next = (hosts.indexOf(host) + 1) % hosts.size();
  }
}
