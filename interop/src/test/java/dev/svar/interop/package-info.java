/** Tests against the Python library and real brokers. */
@NullMarked
package dev.svar.interop;

import org.jspecify.annotations.NullMarked;
