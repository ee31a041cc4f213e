package io.qunfa.gateway.route;

import org.springframework.util.unit.DataSize;

/**
 * @param pattern a path pattern of Spring; the most specific one wins
 * @param maxBody a larger request is refused with 413
 */
record Route(String pattern, Upstream upstream, DataSize maxBody) {}
