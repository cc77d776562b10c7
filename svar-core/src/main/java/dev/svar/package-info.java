/** Targets, transports, contexts and the exceptions: what every use of the bus begins with. */
@NullMarked
package dev.svar;

import org.jspecify.annotations.NullMarked;
