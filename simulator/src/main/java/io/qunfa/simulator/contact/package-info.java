/** The calls about customers and the members who follow them. */
@NullMarked
package io.qunfa.simulator.contact;

import org.jspecify.annotations.NullMarked;
