package dev.svar.bench.peers;

import dev.svar.bench.measure.Contestant;

/** Contestants that can be opened by name, also by another process. */
public enum Kind {
  /** Calls through the library. */
  SVAR_CALLS("svar"),
  /** Casts through the library. */
  SVAR_CASTS("svar, casts"),
  /** Events through the library. */
  SVAR_EVENTS("svar, events"),
  /** Calls by hand, with the same semantics. */
  HAND_CALLS("by hand"),
  /** Calls by hand, as cheap as it goes. */
  CHEAPEST_CALLS("by hand, cheapest"),
  /** Calls with Spring's blocking template. */
  SPRING_CALLS("Spring RabbitTemplate"),
  /** Calls with Spring's asynchronous template. */
  SPRING_ASYNC_CALLS("Spring AsyncRabbitTemplate");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /** What it is called in tables. */
  public String label() {
    return label;
  }

  /**
   * Opens client and server.
   *
   * @param url of the broker
   */
  public Contestant open(String url) throws Exception {
    return switch (this) {
      case SVAR_CALLS -> SvarCalls.open(url);
      case SVAR_CASTS -> new SvarCasts(url);
      case SVAR_EVENTS -> new SvarEvents(url);
      case HAND_CALLS -> HandCalls.open(url, Semantics.SAME);
      case CHEAPEST_CALLS -> HandCalls.open(url, Semantics.CHEAPEST);
      case SPRING_CALLS -> new SpringCalls(url, false);
      case SPRING_ASYNC_CALLS -> new SpringCalls(url, true);
    };
  }

  /**
   * Opens the server alone.
   *
   * @throws IllegalArgumentException if it cannot be had alone
   */
  Role serve(String url) throws Exception {
    return switch (this) {
      case SVAR_CALLS -> SvarCalls.serve(url);
      case HAND_CALLS -> HandCalls.serve(url, Semantics.SAME);
      case CHEAPEST_CALLS -> HandCalls.serve(url, Semantics.CHEAPEST);
      default -> throw new IllegalArgumentException(this + " has no server alone");
    };
  }
}
