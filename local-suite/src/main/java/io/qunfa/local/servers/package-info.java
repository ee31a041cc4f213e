/**
 * Real MySQL, Redis and RabbitMQ on this machine: found, fetched or in containers, started
 * privately on free ports, ended with their owner however it ends. Start at {@link
 * io.qunfa.local.servers.LocalServers}.
 */
@NullMarked
package io.qunfa.local.servers;

import org.jspecify.annotations.NullMarked;
