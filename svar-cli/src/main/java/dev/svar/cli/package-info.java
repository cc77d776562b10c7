/** The {@code svar} command. */
@NullMarked
package dev.svar.cli;

import org.jspecify.annotations.NullMarked;
