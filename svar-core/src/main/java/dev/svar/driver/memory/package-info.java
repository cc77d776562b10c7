/** The driver that needs no broker: {@code memory://}, a bus inside this process. */
@NullMarked
package dev.svar.driver.memory;

import org.jspecify.annotations.NullMarked;
