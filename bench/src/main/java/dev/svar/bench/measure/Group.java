package dev.svar.bench.measure;

import java.util.List;
import java.util.Optional;

/**
 * Contestants that are alive at once, and the cells they are measured in.
 *
 * @param name such as {@code call over RabbitMQ}
 * @param opening opens them
 * @param broker the process that carries their messages, asked for when they are open
 * @param cells what is measured
 * @param warmUps how many times as long as usual they work before the first cell: once, unless what
 *     the compiler has not seen enough of would show in what is compared
 */
public record Group(String name, Opening opening, Broker broker, List<Cell> cells, int warmUps) {

  /** A group that is warmed up once. */
  public Group(String name, Opening opening, Broker broker, List<Cell> cells) {
    this(name, opening, broker, cells, 1);
  }

  /** Opens contestants; ours is the first. */
  public interface Opening {
    /**
     * Opens all.
     *
     * @param into what is opened is added here at once, so that it is closed if another one fails
     */
    void open(List<Contestant> into) throws Exception;
  }

  /** Finds the broker. */
  public interface Broker {
    /** There is none, or not on this machine. */
    Broker NONE = Optional::empty;

    /** Finds it. */
    Optional<ProcessHandle> process() throws Exception;
  }
}
