package dev.svar.driver;

/**
 * What the broker knows about an address.
 *
 * @param exists whether there is a queue for it
 * @param consumers how many consume from it
 * @param backlog how many messages wait there
 */
public record Inspection(boolean exists, long consumers, long backlog) {}
