package dev.svar.bench.measure;

/**
 * What is measured at a time.
 *
 * @param group whose contestants
 * @param payload what an operation carries
 * @param load how many are under way
 */
public record Cell(String group, Payload payload, Load load) {

  /** Such as {@code call over RabbitMQ, 1 KiB, 16 callers}. */
  public String name() {
    return group + ", " + payload + ", " + load;
  }
}
