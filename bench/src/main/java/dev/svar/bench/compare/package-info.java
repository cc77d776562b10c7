/** The library of the working tree against that of a commit. */
@NullMarked
package dev.svar.bench.compare;

import org.jspecify.annotations.NullMarked;
