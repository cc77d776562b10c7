/** The events of an OpenStack cloud, read as what they are. */
package dev.svar.examples.cloud;
