/** The brokers that a run needs. */
@NullMarked
package dev.svar.bench.broker;

import org.jspecify.annotations.NullMarked;
