/** Events: what happened, announced to whoever listens, kept until it was handled. */
@NullMarked
package dev.svar.notify;

import org.jspecify.annotations.NullMarked;
