/** The notifier driver {@code routing}: a file says which events go which way. */
@NullMarked
package dev.svar.routing;

import org.jspecify.annotations.NullMarked;
