/**
 * Which public path belongs to which service, and the passing on of requests and answers.
 *
 * <p>Written by hand instead of taking Spring Cloud Gateway: all that is needed is to pass bodies
 * on unread, to cut those that grow too large unannounced, to cut half answers, and to say in our
 * own words what a client can do when a service is away. That is a screen each here, and a library
 * with filters and properties of its own there.
 */
@NullMarked
package io.qunfa.gateway.route;

import org.jspecify.annotations.NullMarked;
