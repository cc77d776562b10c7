/** A Kafka broker for tests and demonstrations. */
@NullMarked
package dev.svar.testkit.kafka;

import org.jspecify.annotations.NullMarked;
