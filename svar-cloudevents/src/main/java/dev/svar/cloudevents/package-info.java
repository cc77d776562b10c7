/** Notifications as CloudEvents 1.0, and back. */
@NullMarked
package dev.svar.cloudevents;

import org.jspecify.annotations.NullMarked;
