/** RabbitMQ servers of a test's own. */
@NullMarked
package dev.svar.testkit.rabbit;

import org.jspecify.annotations.NullMarked;
